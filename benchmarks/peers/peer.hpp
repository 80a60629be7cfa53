// What the hand-written models share: random numbers, and what the process has used so far.
#pragma once
#include <sys/resource.h>

#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstring>

/** xoshiro256+ (Blackman and Vigna), seeded by splitmix64. */
struct Random {
  uint64_t s[4];
  double spare = 0;
  bool has_spare = false;

  explicit Random(uint64_t seed) {
    for (auto& word : s) {
      uint64_t z = (seed += 0x9e3779b97f4a7c15ULL);
      z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
      z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
      word = z ^ (z >> 31);
    }
  }
  static uint64_t rotl(uint64_t x, int k) { return (x << k) | (x >> (64 - k)); }
  uint64_t next() {
    const uint64_t result = s[0] + s[3], t = s[1] << 17;
    s[2] ^= s[0]; s[3] ^= s[1]; s[1] ^= s[2]; s[0] ^= s[3]; s[2] ^= t; s[3] = rotl(s[3], 45);
    return result;
  }
  /** Strictly between 0 and 1. */
  double uniform() { return ((next() >> 11) + 0.5) * 0x1.0p-53; }
  double exponential(double mean) { return -mean * std::log(uniform()); }
  /** Standard normal by Marsaglia's polar method. */
  double normal() {
    if (has_spare) {
      has_spare = false;
      return spare;
    }
    double x, y, r;
    do {
      x = 2 * uniform() - 1;
      y = 2 * uniform() - 1;
      r = x * x + y * y;
    } while (r >= 1);
    const double factor = std::sqrt(-2 * std::log(r) / r);
    spare = y * factor;
    has_spare = true;
    return x * factor;
  }
};

/** User and system CPU seconds of this process, start-up included. */
inline double cpu_seconds() {
  rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_utime.tv_sec + usage.ru_stime.tv_sec + (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

/**
 * Peak resident memory of this process, MB (10^6 bytes). On Linux from /proc: ru_maxrss there counts what the parent
 * held when it started us.
 */
inline double peak_megabytes() {
  if (std::FILE* status = std::fopen("/proc/self/status", "r")) {
    char line[256];
    long kibibytes = -1;
    while (std::fgets(line, sizeof line, status)) {
      if (std::strncmp(line, "VmHWM:", 6) == 0) std::sscanf(line + 6, "%ld", &kibibytes);
    }
    std::fclose(status);
    if (kibibytes >= 0) return kibibytes * 1024 / 1e6;
  }
  rusage usage;
  getrusage(RUSAGE_SELF, &usage);
#ifdef __APPLE__
  return usage.ru_maxrss / 1e6;  // bytes
#else
  return usage.ru_maxrss * 1024 / 1e6;  // KiB
#endif
}
