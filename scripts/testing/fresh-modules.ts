import { vi } from "vitest";

// Unit tests share a process, for to start one and to load packages takes longer than most of them. Packages stay loaded;
// each file gets our own modules anew, so that nothing that they keep goes from one file to the next.
vi.resetModules();
