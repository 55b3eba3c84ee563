// Tells the thread sanitizer what Swift's Mutex does in its own library, which is not instrumented:
// scripts/sanitize loads it before all else.
//
// A free Mutex is locked and unlocked by code that the compiler puts into the caller, which the
// sanitizer sees. One that is waited for is locked and unlocked by the three functions below, and by
// the system: without a word from here, all that it protects is then reported as a race.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdbool.h>
#include <stdint.h>

#define SWIFT __attribute__((swiftcall))
#define SELF __attribute__((swift_context))

// Of the sanitizer; not there in the shells between the tests and the programs that they start.
__attribute__((weak)) void __tsan_acquire(void *address);
__attribute__((weak)) void __tsan_release(void *address);

static SWIFT void (*lock)(uint32_t, SELF void *);
static SWIFT bool (*tryLock)(SELF void *);
static SWIFT void (*unlock)(SELF void *);

#define LOCK "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define TRY_LOCK "$s15Synchronization12_MutexHandleV12_tryLockSlowSbyF"
#define UNLOCK "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"

__attribute__((constructor)) static void find(void) {
  *(void **)&lock = dlsym(RTLD_NEXT, LOCK);
  *(void **)&tryLock = dlsym(RTLD_NEXT, TRY_LOCK);
  *(void **)&unlock = dlsym(RTLD_NEXT, UNLOCK);
}

SWIFT void lockSlow(uint32_t thread, SELF void *mutex) __asm__(LOCK);
SWIFT bool tryLockSlow(SELF void *mutex) __asm__(TRY_LOCK);
SWIFT void unlockSlow(SELF void *mutex) __asm__(UNLOCK);

SWIFT void lockSlow(uint32_t thread, SELF void *mutex) {
  lock(thread, mutex);
  if (__tsan_acquire) __tsan_acquire(mutex);
}

SWIFT bool tryLockSlow(SELF void *mutex) {
  if (!tryLock(mutex)) return false;
  if (__tsan_acquire) __tsan_acquire(mutex);
  return true;
}

SWIFT void unlockSlow(SELF void *mutex) {
  if (__tsan_release) __tsan_release(mutex);
  unlock(mutex);
}
