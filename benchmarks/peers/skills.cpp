// Skill-based routing that follows the sun, as a C++ programmer would write it by hand: a binary heap of completions and
// patience ends, waiting cases in linked lists by tier, priority and type, idle agents in linked lists by group.
// Usage: skills DAYS SEED. Prints JSON. Times are minutes; the model is that of scenarios/bench-skills.
#include <chrono>
#include <cstdlib>
#include <limits>
#include <queue>
#include <vector>

#include "peer.hpp"

namespace {

constexpr int TYPES = 6, CENTRES = 4, GROUPS = 7, NOBODY = -1;
// Groups A to G: agents per centre, and the types of case (2 × language + product) that they can handle, as bits.
constexpr int AGENTS[GROUPS] = {8, 5, 3, 2, 2, 5, 5};
constexpr unsigned SKILLS[GROUPS] = {0b000011, 0b001100, 0b110000, 0b010101, 0b101010, 0b010101, 0b101010};
constexpr double MEAN_HANDLE[2][2] = {{6, 9}, {15, 22}};  // by tier and product
constexpr double SIGMA = 0.8, PATIENCE = 5, ARRIVALS = 4.8, HIGH_SHARE = 0.2, PHONE_SHARE = 0.6, ESCALATED_SHARE = 0.2;
constexpr double DAY = 1440;

enum Priority { HIGH, LOW };

struct Case {  // one that waits
  double entered;
  int before, after;
  uint32_t life = 0;  // counts the cases that have had this slot, so that a patience end finds its own case only
  uint8_t tier, type, priority;
};

struct Agent {
  double idle_since;
  int before, after;
  uint8_t group, centre, type, priority;
  bool on_duty = false, busy = false;
};

struct List {
  int head = NOBODY, tail = NOBODY;
};

/** Appends to, or takes from, a list whose links are in the items. */
template <class Item>
void append(std::vector<Item>& items, List& list, int i) {
  items[i].before = list.tail;
  items[i].after = NOBODY;
  (list.tail == NOBODY ? list.head : items[list.tail].after) = i;
  list.tail = i;
}
template <class Item>
void remove(std::vector<Item>& items, List& list, int i) {
  const Item& item = items[i];
  (item.before == NOBODY ? list.head : items[item.before].after) = item.after;
  (item.after == NOBODY ? list.tail : items[item.after].before) = item.before;
}

struct Notice {
  double time;
  int index;      // an agent who completes; or, from PATIENCE_ENDS on, the slot of a case
  uint32_t life;  // of that case
  bool operator>(const Notice& other) const { return time > other.time; }
};
constexpr int PATIENCE_ENDS = 1 << 16;

struct Model {
  Random random;
  double now = 0;
  std::priority_queue<Notice, std::vector<Notice>, std::greater<Notice>> notices;
  std::vector<Agent> agents;
  std::vector<Case> cases;
  std::vector<int> free_cases;
  List idle[GROUPS], waiting[2][2][TYPES];
  unsigned waits[2][2] = {};  // by tier and priority: the types of which a case waits, as bits
  double log_median[2][2];

  long arrived = 0, phoned = 0, abandoned = 0, completed[2] = {}, answered[2][2] = {};
  double wait_sum[2][2] = {}, handle_sum[2] = {};

  explicit Model(uint64_t seed) : random(seed) {
    for (int tier = 0; tier < 2; tier++)
      for (int product = 0; product < 2; product++)
        log_median[tier][product] = std::log(MEAN_HANDLE[tier][product]) - SIGMA * SIGMA / 2;
    for (int centre = 0; centre < CENTRES; centre++)
      for (int group = 0; group < GROUPS; group++)
        for (int i = 0; i < AGENTS[group]; i++) {
          Agent agent{};
          agent.group = group;
          agent.centre = centre;
          agents.push_back(agent);
        }
  }

  static int tier_of(const Agent& agent) { return agent.group >= 5; }

  void start(int agent_index, int type, int priority, double wait) {
    Agent& agent = agents[agent_index];
    const int tier = tier_of(agent);
    const double handle = std::exp(log_median[tier][type & 1] + SIGMA * random.normal());
    agent.type = type;
    agent.priority = priority;
    agent.busy = true;
    answered[tier][priority]++;
    wait_sum[tier][priority] += wait;
    handle_sum[tier] += handle;
    notices.push({now + handle, agent_index, 0});
  }

  /** A case enters a tier: to the agent idle longest who has the skill, or else to wait. */
  void enter(int tier, int type, int priority, bool phone) {
    int chosen;
    if (tier == 0) {
      chosen = idle[type >> 1].head;
      const int other = idle[3 + (type & 1)].head;
      if (chosen == NOBODY || (other != NOBODY && agents[other].idle_since < agents[chosen].idle_since)) chosen = other;
    } else {
      chosen = idle[5 + (type & 1)].head;
    }
    if (chosen != NOBODY) {
      remove(agents, idle[agents[chosen].group], chosen);
      start(chosen, type, priority, 0);
      return;
    }
    int slot;
    if (free_cases.empty()) {
      slot = cases.size();
      cases.emplace_back();
    } else {
      slot = free_cases.back();
      free_cases.pop_back();
    }
    Case& entering = cases[slot];
    entering.entered = now;
    entering.tier = tier;
    entering.type = type;
    entering.priority = priority;
    append(cases, waiting[tier][priority][type], slot);
    waits[tier][priority] |= 1u << type;
    if (phone && tier == 0) notices.push({now + random.exponential(PATIENCE), PATIENCE_ENDS + slot, entering.life});
  }

  void leave_line(int slot) {
    Case& leaving = cases[slot];
    List& line = waiting[leaving.tier][leaving.priority][leaving.type];
    remove(cases, line, slot);
    if (line.head == NOBODY) waits[leaving.tier][leaving.priority] &= ~(1u << leaving.type);
    leaving.life++;
    free_cases.push_back(slot);
  }

  /** An agent on duty who has nothing to do: high priority first, then whoever waits longest; or else idle. */
  void take_next(int agent_index) {
    Agent& agent = agents[agent_index];
    const int tier = tier_of(agent);
    for (int priority = HIGH; priority <= LOW; priority++) {
      unsigned types = waits[tier][priority] & SKILLS[agent.group];
      if (types == 0) continue;
      int first = NOBODY;
      for (; types != 0; types &= types - 1) {
        const int head = waiting[tier][priority][__builtin_ctz(types)].head;
        if (first == NOBODY || cases[head].entered < cases[first].entered) first = head;
      }
      leave_line(first);
      start(agent_index, cases[first].type, priority, now - cases[first].entered);
      return;
    }
    agent.idle_since = now;
    append(agents, idle[agent.group], agent_index);
  }

  void arrive() {
    arrived++;
    const double u = random.uniform(), v = random.uniform();
    const int language = u < 0.5 ? 0 : u < 0.8 ? 1 : 2, product = v < 0.6 ? 0 : 1;
    const int priority = random.uniform() < HIGH_SHARE ? HIGH : LOW;
    const bool phone = random.uniform() < PHONE_SHARE;
    phoned += phone;
    enter(0, 2 * language + product, priority, phone);
  }

  void complete(int agent_index) {
    Agent& agent = agents[agent_index];
    const int tier = tier_of(agent);
    completed[tier]++;
    agent.busy = false;
    if (tier == 0 && random.uniform() < ESCALATED_SHARE) enter(1, agent.type, agent.priority, false);
    if (agent.on_duty) take_next(agent_index);
  }

  void abandon(int slot, uint32_t life) {
    if (cases[slot].life != life) return;  // answered
    abandoned++;
    leave_line(slot);
  }

  void open(int centre) {
    for (int i = 0; i < (int)agents.size(); i++) {
      if (agents[i].centre != centre) continue;
      agents[i].on_duty = true;
      if (!agents[i].busy) take_next(i);
    }
  }

  void close(int centre) {
    for (int i = 0; i < (int)agents.size(); i++) {
      if (agents[i].centre != centre) continue;
      agents[i].on_duty = false;
      if (!agents[i].busy) remove(agents, idle[agents[i].group], i);
    }
  }

  /** Centre 0 opens at 20:00, 1 at 02:00, 2 at 08:00, 3 at 14:00, each for 12 hours. Returns the openings and closings. */
  long run(double horizon) {
    open(0);
    open(3);
    double next_arrival = random.exponential(1 / ARRIVALS), next_change = DAY / 12;
    int opens = 1;
    long changes = 0;
    for (;;) {
      const double next_notice = notices.empty() ? std::numeric_limits<double>::infinity() : notices.top().time;
      if (next_arrival < next_notice && next_arrival < next_change) {
        if (next_arrival > horizon) break;
        now = next_arrival;
        // The six streams of cases together: one Poisson stream whose cases have independent types.
        next_arrival = now + random.exponential(1 / ARRIVALS);
        arrive();
      } else if (next_notice < next_change) {
        if (next_notice > horizon) break;
        now = next_notice;
        const Notice notice = notices.top();
        notices.pop();
        if (notice.index < PATIENCE_ENDS) complete(notice.index);
        else abandon(notice.index - PATIENCE_ENDS, notice.life);
      } else {
        if (next_change > horizon) break;
        now = next_change;
        next_change += DAY / 4;
        close((opens + 2) % CENTRES);
        open(opens);
        opens = (opens + 1) % CENTRES;
        changes += 2;
      }
    }
    return changes;
  }
};

}  // namespace

int main(int argc, char** argv) {
  const long days = argc > 1 ? std::atol(argv[1]) : 100;
  Model model(argc > 2 ? std::atol(argv[2]) : 1);
  const auto start = std::chrono::steady_clock::now();
  const long changes = model.run(DAY * days);
  const double loop = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  const auto wait = [&](int tier, int priority) { return model.wait_sum[tier][priority] / model.answered[tier][priority]; };
  std::printf(
      "{\"cases\": %ld, \"events\": %ld, \"p_abandon\": %.9g, \"w1_hi\": %.9g, \"w1_lo\": %.9g, \"w2_hi\": %.9g, "
      "\"w2_lo\": %.9g, \"u1\": %.9g, \"u2\": %.9g, \"loop_s\": %.6f, \"cpu_s\": %.6f, \"peak_mb\": %.1f}\n",
      model.arrived, model.arrived + model.completed[0] + model.completed[1] + model.abandoned + changes,
      (double)model.abandoned / model.phoned, wait(0, HIGH), wait(0, LOW), wait(1, HIGH), wait(1, LOW),
      model.handle_sum[0] / (40 * DAY * days), model.handle_sum[1] / (20 * DAY * days), loop, cpu_seconds(),
      peak_megabytes());
}
