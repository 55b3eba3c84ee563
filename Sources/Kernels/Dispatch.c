#include "Tables.h"

#include <stddef.h>

void kernelFetchRows(const uint8_t *matrix, long columns, const int32_t *indices, long count) {
  for (long i = 0; i < count; i++)
    for (long column = 0; column < columns; column += 64)
      __builtin_prefetch(matrix + indices[i] * columns + column, 0, 2);
}

#if defined(__x86_64__)
#include <xmmintrin.h>

long kernelTableCount(void) { return 3; }

const KernelTable *kernelTable(long index) {
  __builtin_cpu_init();
  const bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  const bool avx512 = avx2 && __builtin_cpu_supports("avx512f")
                      && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl")
                      && __builtin_cpu_supports("avx512dq");
  switch (index) {
  case 0:
    return avx512 ? &kernelsAVX512 : NULL;
  case 1:
    return avx2 ? &kernelsAVX2 : NULL;
  case 2:
    return &kernelsBaseline;
  }
  return NULL;
}

// Flush-to-zero and denormals-are-zero in the control register of SSE and its successors.
bool kernelFlushSubnormals(bool flush) {
  const unsigned bits = 0x8040, state = _mm_getcsr();
  _mm_setcsr(flush ? state | bits : state & ~bits);
  return (state & bits) == bits;
}

#else

long kernelTableCount(void) { return 1; }

const KernelTable *kernelTable(long index) { return index == 0 ? &kernelsBaseline : NULL; }

bool kernelFlushSubnormals(bool flush) {
#if defined(__aarch64__)
  const uint64_t bit = 1 << 24;
  uint64_t state;
  __asm__ volatile("mrs %0, fpcr" : "=r"(state));
  __asm__ volatile("msr fpcr, %0" : : "r"(flush ? state | bit : state & ~bit));
  return (state & bit) != 0;
#else
  (void)flush;
  return false;
#endif
}

#endif
