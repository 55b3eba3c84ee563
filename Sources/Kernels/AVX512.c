#include "Tables.h"

#if defined(__x86_64__)

#pragma clang attribute push(                                                                      \
  __attribute__((target("avx2,fma,avx512f,avx512bw,avx512vl,avx512dq"))), apply_to = function)

#define TABLE_NAME "avx512"
#define TABLE_SYMBOL kernelsAVX512
#define LANES 16
#define VECTORS 4
#define FUSED 1
#include "Table.h"

#pragma clang attribute pop

#endif
