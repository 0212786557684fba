/** What the app's process is given beside its settings: for the C library and for libuv, who read them as it starts. */
export const processSettings = {
  // glibc keeps a heap per core; pictures of many megabytes would leave a hole in each.
  MALLOC_ARENA_MAX: "2",
  // Node's four threads are soon all making previews, and whoever wants to read a file or a cookie waits for them.
  UV_THREADPOOL_SIZE: "12",
};
