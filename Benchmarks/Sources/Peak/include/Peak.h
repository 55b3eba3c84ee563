#ifndef AEREPL_PEAK_H
#define AEREPL_PEAK_H

// Measures the rate of fused multiply-adds on single-precision vectors of the widest registers that
// the processor has, on `threads` threads for about `seconds` each.
//
// Returns FLOP per second, two for each multiply-add.
double peakRate(int threads, double seconds);

// The name of the instruction set that is measured.
const char *_Nonnull peakName(void);

#endif
