#ifndef AEREPL_KERNELS_H
#define AEREPL_KERNELS_H

#endif
