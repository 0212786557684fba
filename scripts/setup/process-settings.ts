/** Environment variables for the app's process that the C library and libuv read at startup. */
export const processSettings = {
  // glibc keeps a heap per core; image buffers of many megabytes would fragment each of them.
  MALLOC_ARENA_MAX: "2",
  // Node's default of four threads can all be busy resizing images while file reads and cookie decryption wait.
  UV_THREADPOOL_SIZE: "12",
};
