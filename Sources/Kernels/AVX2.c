#include "Tables.h"

#if defined(__x86_64__)

#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)

#define TABLE_NAME "avx2"
#define TABLE_SYMBOL kernelsAVX2
#define LANES 8
#define VECTORS 2
#define FUSED 1
#include "Table.h"

#pragma clang attribute pop

#endif
