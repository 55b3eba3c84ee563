#include "Tables.h"

// What every processor of the architecture has: SSE2 on x86-64, NEON with fused multiply-add on
// arm64.
#define TABLE_NAME "baseline"
#define TABLE_SYMBOL kernelsBaseline
#define LANES 4
#if defined(__aarch64__)
#define VECTORS 4
#define FUSED 1
#else
#define VECTORS 2
#define FUSED 0
#endif
#include "Table.h"
