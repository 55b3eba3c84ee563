#ifndef AEREPL_CCURL_H
#define AEREPL_CCURL_H

#endif
