// The product tile: ROWS rows by VECTORS vectors of sums that stay in registers.
//
// On AVX-512 6 x 4 sums, 4 vectors of b and a broadcast of a fill 29 of 32 registers, on AVX2 and
// SSE 6 x 2 sums fill 15 of 16. Each value of b that is loaded serves six multiply-adds, so a panel
// that streams from the second-level cache at 11 bytes a cycle keeps the multipliers busy.

#define ROWS 6

typedef float Vector __attribute__((ext_vector_type(LANES), aligned(4), may_alias));

INLINE Vector fmaVector(Vector a, Vector b, Vector c) {
#if FUSED
  return __builtin_elementwise_fma(a, b, c);
#else
  return a * b + c;
#endif
}

// c[m][n] = (c[m][n] +) sum over k of a(m, k) * b[k * bStride + n]. The depth is walked in chunks;
// `a` moves on by `aJump` after each.
typedef struct {
  const float *a;
  long aStride, aJump;
  const float *b;
  long bStride;
  long depth, chunk;
  float *c;
  long cStride;
  bool accumulate;
} Tile;

// Where rows lie pages apart the processor does not foresee them: with 1024 inputs the gradient of
// an input runs at 82 GFLOP/s without fetching ahead and at 109 with it, of 117 (Zen 4, one core).
enum { rowsAhead = 16 };

// With `across`, a(m, k) = a[k * aStride + m], else a[m * aStride + k].
INLINE void tile(const Tile *t, const int rows, const int vectors, const bool across) {
  Vector sum[ROWS][VECTORS];
  const float *a = t->a, *b = t->b;
  float *c = t->c;
  const long aStride = t->aStride, bStride = t->bStride, cStride = t->cStride;
#pragma unroll
  for (int m = 0; m < rows; m++)
#pragma unroll
    for (int n = 0; n < vectors; n++)
      sum[m][n] = t->accumulate ? *(const Vector *)(c + m * cStride + n * LANES) : (Vector)0;
  for (long left = t->depth; left > 0; left -= t->chunk) {
    const long count = left < t->chunk ? left : t->chunk;
    const float *ak = a;
    for (long k = 0; k < count; k++) {
      Vector bk[VECTORS];
#pragma unroll
      for (int n = 0; n < vectors; n++) bk[n] = *(const Vector *)(b + n * LANES);
      b += bStride;
      if (across) __builtin_prefetch(ak + rowsAhead * aStride);
#pragma unroll
      for (int m = 0; m < rows; m++) {
        const Vector am = across ? ak[m] : ak[m * aStride];
#pragma unroll
        for (int n = 0; n < vectors; n++) sum[m][n] = fmaVector(am, bk[n], sum[m][n]);
      }
      ak += across ? aStride : 1;
    }
    a += t->aJump;
  }
#pragma unroll
  for (int m = 0; m < rows; m++)
#pragma unroll
    for (int n = 0; n < vectors; n++) *(Vector *)(c + m * cStride + n * LANES) = sum[m][n];
}

typedef void (*TileFunction)(const Tile *);

#define TILE(rows, vectors)                                                                        \
  static void tileAlong##rows##x##vectors(const Tile *t) { tile(t, rows, vectors, false); }        \
  static void tileAcross##rows##x##vectors(const Tile *t) { tile(t, rows, vectors, true); }
#define TILES(vectors)                                                                             \
  TILE(1, vectors) TILE(2, vectors) TILE(3, vectors) TILE(4, vectors) TILE(5, vectors)             \
  TILE(6, vectors)
#define ENTRIES(kind, vectors)                                                                     \
  {                                                                                                \
    tile##kind##1x##vectors, tile##kind##2x##vectors, tile##kind##3x##vectors,                     \
      tile##kind##4x##vectors, tile##kind##5x##vectors, tile##kind##6x##vectors                    \
  }

TILES(1)
TILES(2)
#if VECTORS == 4
TILES(3)
TILES(4)
#define TABLE(kind) {ENTRIES(kind, 1), ENTRIES(kind, 2), ENTRIES(kind, 3), ENTRIES(kind, 4)}
#else
#define TABLE(kind) {ENTRIES(kind, 1), ENTRIES(kind, 2)}
#endif

static const TileFunction tiles[2][VECTORS][ROWS] = {TABLE(Along), TABLE(Across)};

// Computes `rows` rows of `columns` columns, a multiple of LANES.
INLINE void tileRow(Tile t, long rows, long columns, bool across) {
  while (columns > 0) {
    const long vectors = columns / LANES < VECTORS ? columns / LANES : VECTORS;
    tiles[across][vectors - 1][rows - 1](&t);
    t.b += vectors * LANES;
    t.c += vectors * LANES;
    columns -= vectors * LANES;
  }
}

// Returns the first row of one of `parts` parts of nearly equal size.
INLINE long partStart(long count, long parts, long part) {
  return count / parts * part + (count % parts < part ? count % parts : part);
}

INLINE long tileParts(long rows) { return (rows + ROWS - 1) / ROWS; }
