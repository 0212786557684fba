import type { AddressInfo } from "node:net";

/** Requests pages once, so that their code is loaded before the first visitor comes. Never rejects. */
export function warmUp(address: AddressInfo): Promise<void>;
