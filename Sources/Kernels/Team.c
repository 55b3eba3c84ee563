#define _GNU_SOURCE
#include "Kernels.h"

#include <linux/futex.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

// A job is announced by one word: its number, how many units it has and which comes next. A thread
// takes a unit by raising `next` in an atomic exchange of the whole word, so nobody takes a unit of
// a job that is over; and since a job with a unit in hand is not over, what `job` and `context`
// hold belongs to it.
struct KernelTeam {
  _Alignas(64) _Atomic uint64_t ticket;   // number:32 | units:16 | next:16
  _Alignas(64) _Atomic uint32_t ended;    // units that have ended
  _Alignas(64) _Atomic uint32_t wake;     // changes when there is work for sleepers
  _Atomic uint32_t sleepers;
  _Atomic bool over;
  KernelJob job;
  void *context;
  long workers;
  long spins;
  pthread_t threads[];
};

typedef struct {
  KernelTeam *team;
  long worker;
} Member;

// How long a thread looks for work before it sleeps, if there is a processor for each thread:
// longer than the pause between two steps, shorter than anybody notices.
enum { spinTurns = 2000 };

static void pauseBriefly(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

static void sleepWhile(_Atomic uint32_t *word, uint32_t value) {
  syscall(SYS_futex, (uint32_t *)word, FUTEX_WAIT_PRIVATE, value, NULL, NULL, 0);
}

static void wakeAll(_Atomic uint32_t *word) {
  syscall(SYS_futex, (uint32_t *)word, FUTEX_WAKE_PRIVATE, 0x7fffffff, NULL, NULL, 0);
}

static bool hasUnits(uint64_t ticket) { return (ticket & 0xffff) < (ticket >> 16 & 0xffff); }

// Takes units until there are none; returns whether there was one.
static bool work(KernelTeam *team, long worker) {
  bool took = false;
  uint64_t ticket = atomic_load(&team->ticket);
  while (hasUnits(ticket)) {
    if (!atomic_compare_exchange_weak(&team->ticket, &ticket, ticket + 1)) continue;
    took = true;
    team->job(team->context, (long)(ticket & 0xffff), worker);
    const uint32_t units = (uint32_t)(ticket >> 16 & 0xffff);
    if (atomic_fetch_add(&team->ended, 1) + 1 == units) wakeAll(&team->ended);
    ticket = atomic_load(&team->ticket);
  }
  return took;
}

static void *memberMain(void *argument) {
  Member *member = argument;
  KernelTeam *team = member->team;
  const long worker = member->worker;
  free(member);
  kernelFlushSubnormals(true);
  while (!atomic_load(&team->over)) {
    if (work(team, worker)) continue;
    bool found = false;
    for (long turn = 0; turn < team->spins && !found; turn++) {
      pauseBriefly();
      found = hasUnits(atomic_load_explicit(&team->ticket, memory_order_relaxed))
              || atomic_load_explicit(&team->over, memory_order_relaxed);
    }
    if (found) continue;
    const uint32_t before = atomic_load(&team->wake);
    atomic_fetch_add(&team->sleepers, 1);
    if (!hasUnits(atomic_load(&team->ticket)) && !atomic_load(&team->over))
      sleepWhile(&team->wake, before);
    atomic_fetch_sub(&team->sleepers, 1);
  }
  return NULL;
}

long kernelProcessorCount(void) {
  cpu_set_t set;
  return sched_getaffinity(0, sizeof(set), &set) == 0 ? CPU_COUNT(&set) : 1;
}

static void wakeSleepers(KernelTeam *team) {
  atomic_fetch_add(&team->wake, 1);
  if (atomic_load(&team->sleepers) > 0) wakeAll(&team->wake);
}

KernelTeam *kernelTeamCreate(long workers) {
  const size_t size = sizeof(KernelTeam) + (size_t)workers * sizeof(pthread_t);
  KernelTeam *team = aligned_alloc(64, (size + 63) / 64 * 64);
  if (!team) return NULL;
  __builtin_memset(team, 0, size);
  team->workers = 1;
  team->spins = workers <= kernelProcessorCount() ? spinTurns : 0;
  // Signals are for the threads of the program, not for these.
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  for (long worker = 1; worker < workers; worker++) {
    Member *member = malloc(sizeof(Member));
    if (!member) break;
    *member = (Member){team, worker};
    if (pthread_create(&team->threads[worker], NULL, memberMain, member) != 0) {
      free(member);
      break;
    }
    team->workers++;
  }
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  return team;
}

void kernelTeamDestroy(KernelTeam *team) {
  atomic_store(&team->over, true);
  wakeSleepers(team);
  for (long worker = 1; worker < team->workers; worker++) pthread_join(team->threads[worker], NULL);
  free(team);
}

long kernelTeamWorkers(const KernelTeam *team) { return team->workers; }

void kernelTeamRun(KernelTeam *team, long units, KernelJob job, void *context) {
  if (units <= 0) return;
  const bool flushed = kernelFlushSubnormals(true);
  if (units == 1 || team->workers == 1) {
    for (long unit = 0; unit < units; unit++) job(context, unit, 0);
  } else {
    team->job = job;
    team->context = context;
    atomic_store(&team->ended, 0);
    const uint64_t number = (atomic_load(&team->ticket) >> 32) + 1;
    atomic_store(&team->ticket, number << 32 | (uint64_t)units << 16);
    wakeSleepers(team);
    work(team, 0);
    for (long turn = 0;; turn++) {
      const uint32_t ended = atomic_load(&team->ended);
      if (ended == (uint32_t)units) break;
      if (turn < team->spins)
        pauseBriefly();
      else
        sleepWhile(&team->ended, ended);
    }
  }
  kernelFlushSubnormals(flushed);
}
