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
  const int32_t *aRows;     // which rows of a and c the tile is made of, or null for the first ones
  const int32_t *cRows;
  const float *b;
  long bStride;
  const int32_t *inner;     // which k count, or null for all; then there is one chunk
  long depth, chunk;
  float *c;
  long cStride;
  bool accumulate;
} Tile;

// How a(m, k) lies in memory: a[m * aStride + k] or a[k * aStride + m].
typedef enum { along, across } Layout;

// Where rows lie pages apart the processor does not foresee them: with 1024 inputs the gradient of
// an input ran at 82 GFLOP/s without fetching ahead and at 109 with it, of 117 (Zen 4, one core).
enum { rowsAhead = 16 };

INLINE void tile(const Tile *t, const int rows, const int vectors, const Layout layout,
                 const bool listed) {
  Vector sum[ROWS][VECTORS];
  const float *a[ROWS], *b = t->b;
  float *c[ROWS];
#pragma unroll
  for (int m = 0; m < rows; m++) {
    a[m] = layout == across ? t->a : t->a + (t->aRows ? t->aRows[m] : m) * t->aStride;
    c[m] = t->c + (t->cRows ? t->cRows[m] : m) * t->cStride;
#pragma unroll
    for (int n = 0; n < vectors; n++)
      sum[m][n] = t->accumulate ? *(const Vector *)(c[m] + n * LANES) : (Vector)0;
  }
  const long aStride = t->aStride, bStride = t->bStride;
  const int32_t *inner = t->inner;
  for (long left = t->depth; left > 0; left -= t->chunk) {
    const long count = left < t->chunk ? left : t->chunk;
    const float *ak = a[0];
    for (long i = 0; i < count; i++) {
      const long k = listed ? inner[i] : i;
      const float *row = listed ? b + k * bStride : b;
      Vector bk[VECTORS];
#pragma unroll
      for (int n = 0; n < vectors; n++) bk[n] = *(const Vector *)(row + n * LANES);
      if (!listed) b += bStride;
      if (layout == across) {
        if (listed) ak = a[0] + k * aStride;
        __builtin_prefetch(ak + rowsAhead * aStride);
      }
#pragma unroll
      for (int m = 0; m < rows; m++) {
        const Vector am = layout == across ? ak[m] : a[m][k];
#pragma unroll
        for (int n = 0; n < vectors; n++) sum[m][n] = fmaVector(am, bk[n], sum[m][n]);
      }
      if (layout == across && !listed) ak += aStride;
    }
#pragma unroll
    for (int m = 0; m < rows; m++) a[m] += t->aJump;
  }
#pragma unroll
  for (int m = 0; m < rows; m++)
#pragma unroll
    for (int n = 0; n < vectors; n++) *(Vector *)(c[m] + n * LANES) = sum[m][n];
}

typedef void (*TileFunction)(const Tile *);

#define TILE(kind, layout, listed, rows, vectors)                                                  \
  static void tile##kind##rows##x##vectors(const Tile *t) {                                        \
    tile(t, rows, vectors, layout, listed);                                                        \
  }
#define KINDS(rows, vectors)                                                                       \
  TILE(Along, along, false, rows, vectors)                                                         \
  TILE(AlongListed, along, true, rows, vectors)                                                    \
  TILE(Across, across, false, rows, vectors)                                                       \
  TILE(AcrossListed, across, true, rows, vectors)
#define TILES(vectors)                                                                             \
  KINDS(1, vectors) KINDS(2, vectors) KINDS(3, vectors) KINDS(4, vectors) KINDS(5, vectors)        \
  KINDS(6, vectors)
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

static const TileFunction tiles[2][2][VECTORS][ROWS] = {
  {TABLE(Along), TABLE(AlongListed)}, {TABLE(Across), TABLE(AcrossListed)},
};

// Computes `rows` rows of `columns` columns, a multiple of LANES.
INLINE void tileRow(Tile t, long rows, long columns, Layout layout) {
  while (columns > 0) {
    const long vectors = columns / LANES < VECTORS ? columns / LANES : VECTORS;
    tiles[layout][t.inner != NULL][vectors - 1][rows - 1](&t);
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
