#define _GNU_SOURCE
#include "Peak.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

// Sixteen independent chains hide the latency of a multiply-add on every current processor: at most
// five cycles on two units.
#define CHAINS 16

typedef struct {
  double seconds;
  double rate;
} Run;

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

// Runs blocks of multiply-adds until the time is over. The factor and the summand keep the values
// in range for ever: x becomes 0.999 x + 0.001.
#define DEFINE_RATE(name, lanes, attributes)                                                       \
  attributes static void name(Run *run) {                                                          \
    typedef float Vector __attribute__((ext_vector_type(lanes)));                                  \
    enum { turns = 100000 };                                                                       \
    Vector value[CHAINS];                                                                          \
    const Vector factor = 0.999f, summand = 0.001f;                                                \
    for (int chain = 0; chain < CHAINS; chain++) value[chain] = (float)chain;                      \
    const double start = now();                                                                    \
    double blocks = 0, elapsed = 0;                                                                \
    while (elapsed < run->seconds) {                                                               \
      for (int turn = 0; turn < turns; turn++)                                                     \
        _Pragma("unroll") for (int chain = 0; chain < CHAINS; chain++) value[chain] =              \
          __builtin_elementwise_fma(value[chain], factor, summand);                                \
      blocks += 1;                                                                                 \
      elapsed = now() - start;                                                                     \
    }                                                                                              \
    Vector sum = value[0];                                                                         \
    for (int chain = 1; chain < CHAINS; chain++) sum += value[chain];                              \
    volatile float used = sum[0];                                                                  \
    (void)used;                                                                                    \
    run->rate = blocks * turns * CHAINS * lanes * 2 / elapsed;                                     \
  }

#if defined(__x86_64__)
DEFINE_RATE(rateAVX512, 16, __attribute__((target("avx512f"))))
DEFINE_RATE(rateAVX2, 8, __attribute__((target("avx2,fma"))))
#else
DEFINE_RATE(rateBaseline, 4, )
#endif

typedef struct {
  const char *name;
  void (*measure)(Run *);
} Kind;

static Kind chosen(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512f")) return (Kind){"avx512", rateAVX512};
  if (__builtin_cpu_supports("fma")) return (Kind){"avx2", rateAVX2};
  return (Kind){"none", NULL};
#else
  return (Kind){"baseline", rateBaseline};
#endif
}

const char *peakName(void) { return chosen().name; }

static void *runThread(void *argument) {
  chosen().measure(argument);
  return NULL;
}

double peakRate(int threads, double seconds) {
  if (!chosen().measure) return 0;
  pthread_t *handles = calloc((size_t)threads, sizeof(pthread_t));
  Run *runs = calloc((size_t)threads, sizeof(Run));
  double sum = 0;
  int started = 0;
  for (; started < threads; started++) {
    runs[started].seconds = seconds;
    if (pthread_create(&handles[started], NULL, runThread, &runs[started]) != 0) break;
  }
  for (int thread = 0; thread < started; thread++) {
    pthread_join(handles[thread], NULL);
    sum += runs[thread].rate;
  }
  free(handles);
  free(runs);
  return sum;
}
