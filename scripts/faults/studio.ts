import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import type { ModelProfile } from "@/lib/server/upstream/profiles/profiles";
import { inRoot } from "../setup/root";
import { type AppOptions, startApp, type TestApp } from "../testing/app";
import type { FaultyUpstream } from "./upstream";

/** Stalls end in seconds here instead of minutes. Long enough for delays of a busy machine. */
const timeLimitMs = 6_000;
const workerCount = 2;

/** A studio in three processes, as on three machines: one web process and two workers. */
export class FaultStudio {
  /** When a worker was killed, in `performance.now()`. */
  readonly kills: number[] = [];
  readonly #options: AppOptions;
  readonly #web: TestApp;
  readonly #workers: (TestApp | null)[] = [];
  /** The output of processes that have ended. */
  #earlierLogs = "";

  private constructor(options: AppOptions, web: TestApp) {
    this.#options = options;
    this.#web = web;
  }

  /** @param folder where the images are stored; the caller removes it */
  static async start(
    folder: string,
    databaseUrl: string,
    upstream: FaultyUpstream,
  ): Promise<FaultStudio> {
    const profileFile = path.join(folder, "profiles.json");
    await writeFile(profileFile, JSON.stringify({ models: await modelsWithShortTimeout() }));
    const env = {
      UPSTREAM_API_KEY: upstream.apiKey,
      UPSTREAM_BASE_URL: upstream.baseUrl,
      UPSTREAM_IMAGE_HOSTS: upstream.assetHost,
      UPSTREAM_PROFILES: profileFile,
      UPSTREAM_CONCURRENCY: "16",
      WORKER_CONCURRENCY: "32",
      LOG_LEVEL: "warn",
      DRAIN_SECONDS: "0",
    };
    const options: AppOptions = { env, databaseUrl, dataDir: path.join(folder, "data") };
    const web = await startApp({ ...options, env: { ...env, PENTIMENTO_ROLE: "web" } });
    const studio = new FaultStudio(options, web);
    for (let n = 0; n < workerCount; n += 1) await studio.startWorker(n);
    return studio;
  }

  get url(): string {
    return this.#web.url;
  }

  async startWorker(n: number): Promise<void> {
    const env = { ...this.#options.env, PENTIMENTO_ROLE: "worker" };
    this.#workers[n] = await startApp({ ...this.#options, env });
  }

  /** Kills the worker without a chance to clean up. */
  async killWorker(n: number): Promise<void> {
    const worker = this.#workers[n];
    if (!worker) return;
    this.kills.push(performance.now());
    await worker.kill("SIGKILL");
    this.#earlierLogs += worker.logs();
    this.#workers[n] = null;
  }

  /** Processes that ended without being killed by the run. */
  crashed(): string[] {
    const names = ["web", ...this.#workers.map((_, n) => `worker ${n + 1}`)];
    return [this.#web, ...this.#workers].flatMap((app, n) =>
      app === null || isAlive(app.pid) ? [] : [names[n] ?? ""],
    );
  }

  logs(): string {
    const present = [this.#web, ...this.#workers].map((app) => app?.logs() ?? "");
    return this.#earlierLogs + present.join("");
  }

  async stop(): Promise<void> {
    await Promise.all([this.#web, ...this.#workers].map(async (app) => app?.stop()));
  }
}

/** The default model profiles with a short timeout. */
async function modelsWithShortTimeout(): Promise<ModelProfile[]> {
  const file = await readFile(inRoot("lib/server/upstream/profiles/profiles.json"), "utf8");
  const { models } = JSON.parse(file) as { models: ModelProfile[] };
  const timeLimitsMs = { standard: timeLimitMs, fourK: timeLimitMs };
  return models.map((model) => ({ ...model, timeLimitsMs }));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
