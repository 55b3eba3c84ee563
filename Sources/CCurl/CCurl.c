#include "CCurl.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

// The part of libcurl's binary interface that is used here; its numbers never change
// (curl's documentation, "libcurl ABI").
enum {
  GLOBAL_DEFAULT = 3,
  OPT_WRITEDATA = 10001,
  OPT_URL = 10002,
  OPT_ERRORBUFFER = 10010,
  OPT_WRITEFUNCTION = 20011,
  OPT_USERAGENT = 10018,
  OPT_HEADERDATA = 10029,
  OPT_HEADERFUNCTION = 20079,
  OPT_NOSIGNAL = 99,
  OPT_CONNECTTIMEOUT_MS = 156,
  OPT_PROTOCOLS = 181,
  OPT_QUICK_EXIT = 322,
  PROTOCOL_HTTP = 1,
  PROTOCOL_HTTPS = 2,
  INFO_RESPONSE_CODE = 0x200000 + 2,
  INFO_REDIRECT_URL = 0x100000 + 31,
  INFO_RETRY_AFTER = 0x600000 + 57,
  MESSAGE_DONE = 1,
  ERROR_SIZE = 256,
  E_OK = 0,
  E_COULDNT_RESOLVE_PROXY = 5,
  E_COULDNT_RESOLVE_HOST = 6,
  E_COULDNT_CONNECT = 7,
};

/// No server has a reason to send more.
static const size_t header_limit = 64 << 10;

struct message {
  int kind;
  void *easy;
  union {
    void *pointer;
    int code;
  } data;
};

struct ccurl_library {
  int (*global_init)(long);
  void *(*easy_init)(void);
  int (*easy_setopt)(void *, int, ...);
  int (*easy_getinfo)(void *, int, ...);
  const char *(*easy_strerror)(int);
  void (*easy_cleanup)(void *);
  void *(*multi_init)(void);
  int (*multi_add_handle)(void *, void *);
  int (*multi_remove_handle)(void *, void *);
  int (*multi_perform)(void *, int *);
  int (*multi_poll)(void *, void *, unsigned, int, int *);
  struct message *(*multi_info_read)(void *, int *);
  int (*multi_cleanup)(void *);
};

struct ccurl_transfer {
  ccurl_library library;
  void *easy;
  void *multi;
  unsigned char *body;
  size_t count;
  size_t capacity;
  size_t limit;
  size_t header_count;
  int is_too_long;
  int is_done;
  int code;
  char error[ERROR_SIZE];
};

ccurl_library *ccurl_load(void) {
  static const char *const names[] = {"libcurl.so.4", "libcurl-gnutls.so.4"};
  void *handle = NULL;
  for (size_t i = 0; i < sizeof names / sizeof *names && !handle; i++) {
    // The library registers things that outlive a handle, so it must never be unloaded.
    handle = dlopen(names[i], RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
  }
  ccurl_library *library = calloc(1, sizeof *library);
  if (!handle || !library) {
    free(library);
    return NULL;
  }
  const struct {
    const char *name;
    void *place;
  } symbols[] = {
      {"curl_global_init", &library->global_init},
      {"curl_easy_init", &library->easy_init},
      {"curl_easy_setopt", &library->easy_setopt},
      {"curl_easy_getinfo", &library->easy_getinfo},
      {"curl_easy_strerror", &library->easy_strerror},
      {"curl_easy_cleanup", &library->easy_cleanup},
      {"curl_multi_init", &library->multi_init},
      {"curl_multi_add_handle", &library->multi_add_handle},
      {"curl_multi_remove_handle", &library->multi_remove_handle},
      {"curl_multi_perform", &library->multi_perform},
      {"curl_multi_poll", &library->multi_poll},
      {"curl_multi_info_read", &library->multi_info_read},
      {"curl_multi_cleanup", &library->multi_cleanup},
  };
  for (size_t i = 0; i < sizeof symbols / sizeof *symbols; i++) {
    void *symbol = dlsym(handle, symbols[i].name);
    if (!symbol) {
      free(library);
      return NULL;
    }
    memcpy(symbols[i].place, &symbol, sizeof symbol);
  }
  if (library->global_init(GLOBAL_DEFAULT) != E_OK) {
    free(library);
    return NULL;
  }
  return library;
}

void ccurl_unload(ccurl_library *library) { free(library); }

static size_t take_body(const char *bytes, size_t size, size_t count, void *context) {
  ccurl_transfer *transfer = context;
  count *= size;
  if (count > transfer->limit - transfer->count) {
    transfer->is_too_long = 1;
    return 0;
  }
  size_t needed = transfer->count + count;
  if (needed > transfer->capacity) {
    size_t capacity = transfer->capacity ? 2 * transfer->capacity : 1 << 16;
    if (capacity < needed) capacity = needed;
    unsigned char *body = realloc(transfer->body, capacity);
    if (!body) return 0;
    transfer->body = body;
    transfer->capacity = capacity;
  }
  memcpy(transfer->body + transfer->count, bytes, count);
  transfer->count = needed;
  return count;
}

static size_t take_header(const char *bytes, size_t size, size_t count, void *context) {
  (void)bytes;
  ccurl_transfer *transfer = context;
  count *= size;
  transfer->header_count += count;
  if (transfer->header_count <= header_limit) return count;
  transfer->is_too_long = 1;
  return 0;
}

static int configure(ccurl_transfer *transfer, const char *url, int allows_http,
                     long connect_milliseconds) {
  int (*set)(void *, int, ...) = transfer->library.easy_setopt;
  void *easy = transfer->easy;
  long protocols = allows_http ? PROTOCOL_HTTP | PROTOCOL_HTTPS : PROTOCOL_HTTPS;
  // A library from before 7.87 does not know this option, and may take longer to end a lookup.
  set(easy, OPT_QUICK_EXIT, 1L);
  return set(easy, OPT_URL, url) == E_OK && set(easy, OPT_PROTOCOLS, protocols) == E_OK &&
         set(easy, OPT_NOSIGNAL, 1L) == E_OK && set(easy, OPT_USERAGENT, "aerepl") == E_OK &&
         set(easy, OPT_CONNECTTIMEOUT_MS, connect_milliseconds) == E_OK &&
         set(easy, OPT_ERRORBUFFER, transfer->error) == E_OK &&
         set(easy, OPT_WRITEFUNCTION, take_body) == E_OK &&
         set(easy, OPT_WRITEDATA, transfer) == E_OK &&
         set(easy, OPT_HEADERFUNCTION, take_header) == E_OK &&
         set(easy, OPT_HEADERDATA, transfer) == E_OK;
}

ccurl_transfer *ccurl_begin(const ccurl_library *library, const char *url, int allows_http,
                            size_t limit, long connect_milliseconds) {
  ccurl_transfer *transfer = calloc(1, sizeof *transfer);
  if (!transfer) return NULL;
  transfer->library = *library;
  transfer->limit = limit;
  transfer->easy = library->easy_init();
  transfer->multi = library->multi_init();
  if (!transfer->easy || !transfer->multi ||
      !configure(transfer, url, allows_http, connect_milliseconds) ||
      library->multi_add_handle(transfer->multi, transfer->easy) != E_OK) {
    ccurl_end(transfer);
    return NULL;
  }
  return transfer;
}

int ccurl_step(ccurl_transfer *transfer, int milliseconds) {
  const ccurl_library *library = &transfer->library;
  if (transfer->is_done) return 0;
  int running = 0;
  library->multi_perform(transfer->multi, &running);
  int queued = 0;
  for (struct message *next; (next = library->multi_info_read(transfer->multi, &queued));) {
    if (next->kind != MESSAGE_DONE) continue;
    transfer->is_done = 1;
    transfer->code = next->data.code;
  }
  if (!transfer->is_done) library->multi_poll(transfer->multi, NULL, 0, milliseconds, NULL);
  return !transfer->is_done;
}

ccurl_outcome ccurl_result(const ccurl_transfer *transfer) {
  if (transfer->is_too_long) return CCURL_TOO_LONG;
  switch (transfer->code) {
  case E_OK: return CCURL_ANSWERED;
  case E_COULDNT_RESOLVE_PROXY:
  case E_COULDNT_RESOLVE_HOST:
  case E_COULDNT_CONNECT: return CCURL_UNREACHABLE;
  default: return CCURL_FAILED;
  }
}

long ccurl_status(const ccurl_transfer *transfer) {
  long status = 0;
  transfer->library.easy_getinfo(transfer->easy, INFO_RESPONSE_CODE, &status);
  return status;
}

long ccurl_retry_after(const ccurl_transfer *transfer) {
  // The type is curl_off_t: 64 bits.
  long long seconds = 0;
  transfer->library.easy_getinfo(transfer->easy, INFO_RETRY_AFTER, &seconds);
  return (long)seconds;
}

const char *ccurl_redirection(const ccurl_transfer *transfer) {
  const char *url = NULL;
  transfer->library.easy_getinfo(transfer->easy, INFO_REDIRECT_URL, &url);
  return url;
}

const char *ccurl_message(const ccurl_transfer *transfer) {
  return *transfer->error ? transfer->error : transfer->library.easy_strerror(transfer->code);
}

const unsigned char *ccurl_body(const ccurl_transfer *transfer, size_t *count) {
  *count = transfer->count;
  return transfer->body;
}

void ccurl_end(ccurl_transfer *transfer) {
  const ccurl_library *library = &transfer->library;
  if (transfer->multi && transfer->easy) {
    library->multi_remove_handle(transfer->multi, transfer->easy);
  }
  if (transfer->easy) library->easy_cleanup(transfer->easy);
  if (transfer->multi) library->multi_cleanup(transfer->multi);
  free(transfer->body);
  free(transfer);
}
