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

// The units of a job are dealt to lanes, one for each thread, so that a thread meets the same units
// in every step while its cache still holds their data; who is done helps the others.
//
// A thread takes a unit by raising `next` in an atomic exchange of the lane's whole word, which
// carries the job's number: so nobody takes a unit of a job that is over, and since a job with a
// unit in hand is not over, what the lane's `job` and `context` and the team's `units` hold belongs to
// it.
//
// A step is several jobs, and between processors that are far apart a cache line takes a quarter of a
// microsecond on its way. So all that a thread needs to begin lies in its own lane's line, where it
// waits for the ticket to change, and it tells of its units once, when there are no more to take.
// Processors fetch lines in pairs, so what different threads write lies in different pairs.
enum { linePair = 128 };

typedef struct {
  _Alignas(linePair) _Atomic uint64_t ticket;   // number:32 | units:16 | next:16
  KernelJob job;
  void *context;
  _Atomic int callerProcessor;                  // where the caller runs
} Lane;

struct KernelTeam {
  _Alignas(linePair) _Atomic uint32_t number;   // of the last job; sleepers wait for it to change
  _Atomic uint32_t sleepers;
  _Atomic bool over;
  _Alignas(linePair) _Atomic uint32_t ended;    // units that have ended
  _Atomic bool callerSleeps;
  _Alignas(linePair) long units;
  long workers;
  long spins;
  bool hasProcessors;                           // whether there is a processor for each thread
  pthread_t *threads;
  Lane lanes[];
};

typedef struct {
  KernelTeam *team;
  long worker;
} Member;

// How long a thread looks for work before it sleeps, if there is a processor for each thread: some
// 400 microseconds, longer than a unit of a step. A virtual processor that slept may need as long to
// wake; a thread that gave up sooner would find its units taken by the others, sleep again, and be
// late for every job that follows.
enum { spinTurns = 40000 };

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

// Moves this thread away from the caller's processor. The system places a thread that it wakes beside
// the one that woke it, and may leave both on one processor for longer than a whole training takes,
// because neither runs long enough at a time to be seen as a load. Where it may run is not changed:
// once it has moved it has all its processors again.
static void leaveProcessor(int processor, long worker) {
  cpu_set_t all, one;
  if (sched_getaffinity(0, sizeof(all), &all) != 0) return;
  long ahead = worker;
  for (int turn = 1; turn <= CPU_SETSIZE; turn++) {
    const int candidate = (processor + turn) % CPU_SETSIZE;
    if (!CPU_ISSET(candidate, &all) || --ahead > 0) continue;
    if (candidate == processor) return;
    CPU_ZERO(&one);
    CPU_SET(candidate, &one);
    if (sched_setaffinity(0, sizeof(one), &one) == 0) sched_setaffinity(0, sizeof(all), &all);
    return;
  }
}

// How many jobs a thread lets pass between two moves, so that one that the system wants elsewhere
// does not spend its time on the way.
enum { jobsBetweenMoves = 64 };

// Takes the units of each lane, its own first, until there are none.
static void work(KernelTeam *team, long worker) {
  uint32_t taken = 0;
  for (long turn = 0; turn < team->workers; turn++) {
    const long number = (worker + turn) % team->workers;
    Lane *lane = &team->lanes[number];
    uint64_t ticket = atomic_load(&lane->ticket);
    while ((ticket & 0xffff) < (ticket >> 16 & 0xffff)) {
      if (!atomic_compare_exchange_weak(&lane->ticket, &ticket, ticket + 1)) continue;
      lane->job(lane->context, number + (long)(ticket & 0xffff) * team->workers, worker);
      taken++;
      ticket = atomic_load(&lane->ticket);
    }
  }
  if (taken == 0) return;
  // The job is not over before this, so `units` are its own.
  const uint32_t units = (uint32_t)team->units;
  if (atomic_fetch_add(&team->ended, taken) + taken == units && atomic_load(&team->callerSleeps))
    wakeAll(&team->ended);
}

static uint32_t numberOf(uint64_t ticket) { return (uint32_t)(ticket >> 32); }

static void *memberMain(void *argument) {
  Member *member = argument;
  KernelTeam *team = member->team;
  const long worker = member->worker;
  free(member);
  kernelFlushSubnormals(true);
  Lane *lane = &team->lanes[worker];
  uint32_t moved = 0;
  for (uint32_t seen = 0; !atomic_load(&team->over);) {
    uint32_t number = numberOf(atomic_load(&lane->ticket));
    for (long turn = 0; turn < team->spins && number == seen; turn++) {
      pauseBriefly();
      number = numberOf(atomic_load(&lane->ticket));
    }
    if (number == seen) {
      atomic_fetch_add(&team->sleepers, 1);
      sleepWhile(&team->number, seen);
      atomic_fetch_sub(&team->sleepers, 1);
    } else {
      seen = number;
      const int processor = atomic_load_explicit(&lane->callerProcessor, memory_order_relaxed);
      if (team->hasProcessors && sched_getcpu() == processor
          && (moved == 0 || number - moved > jobsBetweenMoves)) {
        leaveProcessor(processor, worker);
        moved = number;
      }
      work(team, worker);
    }
  }
  return NULL;
}

// Announces a job of so many units, or the end. Until then nobody reads what it writes to the lanes.
static void announce(KernelTeam *team, long units, KernelJob job, void *context) {
  const uint32_t number = atomic_load(&team->number) + 1;
  const int processor = sched_getcpu();
  for (long worker = 0; worker < team->workers; worker++) {
    Lane *lane = &team->lanes[worker];
    const long mine = (units - worker + team->workers - 1) / team->workers;
    lane->job = job;
    lane->context = context;
    atomic_store_explicit(&lane->callerProcessor, processor, memory_order_relaxed);
    atomic_store(&lane->ticket, (uint64_t)number << 32 | (uint64_t)mine << 16);
  }
  atomic_store(&team->number, number);
  if (atomic_load(&team->sleepers) > 0) wakeAll(&team->number);
}

long kernelProcessorCount(void) {
  cpu_set_t set;
  return sched_getaffinity(0, sizeof(set), &set) == 0 ? CPU_COUNT(&set) : 1;
}

KernelTeam *kernelTeamCreate(long workers) {
  const size_t size = sizeof(KernelTeam) + (size_t)workers * sizeof(Lane);
  KernelTeam *team = aligned_alloc(linePair, (size + linePair - 1) / linePair * linePair);
  pthread_t *threads = calloc((size_t)workers, sizeof(pthread_t));
  if (!team || !threads) {
    free(team);
    free(threads);
    return NULL;
  }
  __builtin_memset(team, 0, size);
  team->threads = threads;
  team->workers = 1;
  team->hasProcessors = workers <= kernelProcessorCount();
  team->spins = team->hasProcessors ? spinTurns : 0;
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
  announce(team, 0, NULL, NULL);
  for (long worker = 1; worker < team->workers; worker++) pthread_join(team->threads[worker], NULL);
  free(team->threads);
  free(team);
}

long kernelTeamWorkers(const KernelTeam *team) { return team->workers; }

// Waits until all units have ended.
static void awaitEnd(KernelTeam *team, uint32_t units) {
  uint32_t ended = atomic_load(&team->ended);
  for (long turn = 0; ended != units && turn < team->spins; turn++) {
    pauseBriefly();
    ended = atomic_load(&team->ended);
  }
  if (ended == units) return;
  atomic_store(&team->callerSleeps, true);
  while ((ended = atomic_load(&team->ended)) != units) sleepWhile(&team->ended, ended);
  atomic_store(&team->callerSleeps, false);
}

void kernelTeamRun(KernelTeam *team, long units, KernelJob job, void *context) {
  if (units <= 0) return;
  const bool flushed = kernelFlushSubnormals(true);
  if (units == 1 || team->workers == 1) {
    for (long unit = 0; unit < units; unit++) job(context, unit, 0);
  } else {
    team->units = units;
    atomic_store(&team->ended, 0);
    announce(team, units, job, context);
    work(team, 0);
    awaitEnd(team, (uint32_t)units);
  }
  kernelFlushSubnormals(flushed);
}
