// M/M/50 as a C++ programmer would write it by hand: a binary heap of departures, a ring of waiting customers.
// Usage: mmc SIZE SEED. Prints JSON: n, mean_wait and p_wait over all customers, loop_s.
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <queue>
#include <random>
#include <vector>

struct Random {
  uint64_t s[4];
  explicit Random(uint64_t seed) {
    for (auto& word : s) {  // splitmix64
      uint64_t z = (seed += 0x9e3779b97f4a7c15ULL);
      z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
      z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
      word = z ^ (z >> 31);
    }
  }
  static uint64_t rotl(uint64_t x, int k) { return (x << k) | (x >> (64 - k)); }
  uint64_t next() {  // xoshiro256+
    const uint64_t result = s[0] + s[3], t = s[1] << 17;
    s[2] ^= s[0]; s[3] ^= s[1]; s[1] ^= s[2]; s[0] ^= s[3]; s[2] ^= t; s[3] = rotl(s[3], 45);
    return result;
  }
  double uniform() { return ((next() >> 11) + 0.5) * 0x1.0p-53; }
  double exponential(double rate) { return -std::log(uniform()) / rate; }
};

int main(int argc, char** argv) {
  const long size = argc > 1 ? std::atol(argv[1]) : 1000000;
  Random random(argc > 2 ? std::atol(argv[2]) : 1);
  const int servers = 50;
  const double lambda = 45, mu = 1;
  const auto start = std::chrono::steady_clock::now();
  std::priority_queue<double, std::vector<double>, std::greater<double>> departures;
  std::vector<double> waiting(1024);  // a ring of arrival times
  size_t head = 0, length = 0;
  double next_arrival = random.exponential(lambda), wait_sum = 0;
  long arrived = 0, waited = 0;
  while (arrived < size || !departures.empty()) {
    if (arrived < size && (departures.empty() || next_arrival < departures.top())) {
      const double now = next_arrival;
      arrived++;
      next_arrival = now + random.exponential(lambda);
      if ((int)departures.size() < servers) departures.push(now + random.exponential(mu));
      else {
        if (length == waiting.size()) {
          std::vector<double> larger(2 * length);
          for (size_t i = 0; i < length; i++) larger[i] = waiting[(head + i) % length];
          waiting.swap(larger);
          head = 0;
        }
        waiting[(head + length++) % waiting.size()] = now;
      }
    } else {
      const double now = departures.top();
      departures.pop();
      if (length > 0) {
        const double wait = now - waiting[head];
        head = (head + 1) % waiting.size();
        length--;
        wait_sum += wait;
        if (wait > 1e-9) waited++;
        departures.push(now + random.exponential(mu));
      }
    }
  }
  const double loop = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  std::printf("{\"n\": %ld, \"mean_wait\": %.17g, \"p_wait\": %.17g, \"loop_s\": %.6f}\n", size, wait_sum / size,
              (double)waited / size, loop);
}
