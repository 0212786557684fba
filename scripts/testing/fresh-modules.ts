import { vi } from "vitest";

// Unit tests share a process, because starting one and loading packages takes longer than most tests. Packages stay
// loaded; our own modules are reset for each file, so that no state leaks.
vi.resetModules();
