/* A disk that fails on command: while the file named by JIESU_FAULT exists, writing to (or flushing) the data
   file fails as its first word says: full, readonly, memory, broken, unflushed, or head (the page that makes
   a commit count). A full disk also says how full it is, and a read-only one that it is. Loaded with
   LD_PRELOAD. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statfs.h>
#include <sys/uio.h>
#include <unistd.h>

static int commanded(char *word) {
  const char *file = getenv("JIESU_FAULT");
  FILE *f = file ? fopen(file, "r") : NULL;
  if (!f) return 0;
  int got = fscanf(f, "%15s", word);
  fclose(f);
  return got == 1;
}

static int wanted(int fd, char *word) {
  char link[64], path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t n = readlink(link, path, sizeof path - 1);
  if (n < 0) return 0;
  path[n] = 0;
  if (!strstr(path, "jiesu.mdb") || strstr(path, "-lock")) return 0;
  return commanded(word);
}

static int failing(int fd, int flush, long long at) {
  char word[16];
  if (!wanted(fd, word)) return 0;
  if (!strcmp(word, "full")) { errno = ENOSPC; return !flush; }
  if (!strcmp(word, "readonly")) { errno = EROFS; return !flush; }
  if (!strcmp(word, "memory")) { errno = ENOMEM; return !flush; }
  if (!strcmp(word, "broken")) { errno = EIO; return !flush; }
  if (!strcmp(word, "head")) { errno = EIO; return !flush && at >= 0 && at < 8192; }
  if (!strcmp(word, "unflushed")) { errno = EIO; return flush; }
  return 0;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t pwrite(int fd, const void *b, size_t n, off_t o) { return failing(fd, 0, o) ? -1 : REAL(pwrite)(fd, b, n, o); }
ssize_t pwrite64(int fd, const void *b, size_t n, off64_t o) { return failing(fd, 0, o) ? -1 : REAL(pwrite64)(fd, b, n, o); }
ssize_t write(int fd, const void *b, size_t n) { return failing(fd, 0, -1) ? -1 : REAL(write)(fd, b, n); }
ssize_t writev(int fd, const struct iovec *v, int n) { return failing(fd, 0, -1) ? -1 : REAL(writev)(fd, v, n); }
ssize_t pwritev(int fd, const struct iovec *v, int n, off_t o) { return failing(fd, 0, o) ? -1 : REAL(pwritev)(fd, v, n, o); }
ssize_t pwritev64(int fd, const struct iovec *v, int n, off64_t o) { return failing(fd, 0, o) ? -1 : REAL(pwritev64)(fd, v, n, o); }
int fdatasync(int fd) { return failing(fd, 1, -1) ? -1 : REAL(fdatasync)(fd); }
int fsync(int fd) { return failing(fd, 1, -1) ? -1 : REAL(fsync)(fd); }

#define NEARLY(name) \
  int name(const char *p, struct name *s) { \
    char word[16]; \
    int rc = REAL(name)(p, s); \
    if (rc == 0 && commanded(word) && !strcmp(word, "full")) s->f_bavail = 1; \
    return rc; \
  }
NEARLY(statfs)
NEARLY(statfs64)

int access(const char *p, int mode) {
  char word[16];
  if (mode == W_OK && commanded(word) && !strcmp(word, "readonly")) { errno = EROFS; return -1; }
  return REAL(access)(p, mode);
}
