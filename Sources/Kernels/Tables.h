#ifndef AEREPL_TABLES_H
#define AEREPL_TABLES_H

#include "Kernels.h"

extern const KernelTable kernelsAVX512, kernelsAVX2, kernelsBaseline;

#endif
