#ifndef AEREPL_CCURL_H
#define AEREPL_CCURL_H

#include <stddef.h>

// One HTTP GET at a time through libcurl, which is loaded when the first download begins: programs
// that download nothing do not pay for it, nor need it. Neither do they need its headers to build.

/// libcurl, loaded.
typedef struct ccurl_library ccurl_library;

/// A transfer on its way.
typedef struct ccurl_transfer ccurl_transfer;

/// How a transfer ended.
typedef enum {
  /// A whole answer has come; its status may still be that of a failure.
  CCURL_ANSWERED,
  /// No connection: the host is unknown, unreachable or refuses.
  CCURL_UNREACHABLE,
  /// The body or the headers are longer than allowed.
  CCURL_TOO_LONG,
  /// Anything else, such as an answer that breaks off.
  CCURL_FAILED,
} ccurl_outcome;

/// Loads libcurl; NULL where the system has none.
ccurl_library *_Nullable ccurl_load(void);

/// Forgets the library, which stays loaded.
void ccurl_unload(ccurl_library *_Nonnull library);

/// Begins a GET of `url`, whose body may have at most `limit` bytes; NULL where memory is short.
/// Only HTTPS is spoken, and plain HTTP if asked. Redirections are not followed.
ccurl_transfer *_Nullable ccurl_begin(const ccurl_library *_Nonnull library,
                                      const char *_Nonnull url, int allows_http, size_t limit,
                                      long connect_milliseconds);

/// Works on a transfer for about `milliseconds`, or less if something happened; returns whether it
/// goes on.
int ccurl_step(ccurl_transfer *_Nonnull transfer, int milliseconds);

/// How a finished transfer ended.
ccurl_outcome ccurl_result(const ccurl_transfer *_Nonnull transfer);

/// The HTTP status, 0 without an answer.
long ccurl_status(const ccurl_transfer *_Nonnull transfer);

/// The seconds after which to try again as the server asks, 0 if it does not.
long ccurl_retry_after(const ccurl_transfer *_Nonnull transfer);

/// The address to which the answer redirects, or NULL.
const char *_Nullable ccurl_redirection(const ccurl_transfer *_Nonnull transfer);

/// libcurl's words for a failure.
const char *_Nonnull ccurl_message(const ccurl_transfer *_Nonnull transfer);

/// The bytes of the body so far.
const unsigned char *_Nullable ccurl_body(const ccurl_transfer *_Nonnull transfer,
                                          size_t *_Nonnull count);

/// Ends a transfer, finished or not.
void ccurl_end(ccurl_transfer *_Nonnull transfer);

#endif
