// M/M/50 as a C++ programmer would write it by hand: a binary heap of departures, a ring of waiting customers.
// Usage: mmc SIZE SEED. Prints JSON: n, mean_wait and p_wait over all customers, loop_s. Times are minutes.
#include <chrono>
#include <cstdlib>
#include <queue>
#include <vector>

#include "peer.hpp"

int main(int argc, char** argv) {
  const long size = argc > 1 ? std::atol(argv[1]) : 1000000;
  Random random(argc > 2 ? std::atol(argv[2]) : 1);
  const int servers = 50;
  const double interval = 1 / 45.0, service = 1;
  const auto start = std::chrono::steady_clock::now();
  std::priority_queue<double, std::vector<double>, std::greater<double>> departures;
  std::vector<double> waiting(1024);  // a ring of arrival times
  size_t head = 0, length = 0;
  double next_arrival = random.exponential(interval), wait_sum = 0;
  long arrived = 0, waited = 0;
  while (arrived < size || !departures.empty()) {
    if (arrived < size && (departures.empty() || next_arrival < departures.top())) {
      const double now = next_arrival;
      arrived++;
      next_arrival = now + random.exponential(interval);
      if ((int)departures.size() < servers) departures.push(now + random.exponential(service));
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
        departures.push(now + random.exponential(service));
      }
    }
  }
  const double loop = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  std::printf(
      "{\"n\": %ld, \"cases\": %ld, \"events\": %ld, \"mean_wait\": %.9g, \"p_wait\": %.9g, \"loop_s\": %.6f, "
      "\"cpu_s\": %.6f, \"peak_mb\": %.1f}\n",
      size, size, 2 * size, wait_sum / size, (double)waited / size, loop, cpu_seconds(), peak_megabytes());
}
