import "server-only";
import type { Prisma } from "@/lib/server/generated/prisma/client";

/**
 * Somebody with an account. Of a deleted one a nameless row may stay, for the sake of what it made: its address is none, and
 * whoever looks for people must not find it, let it in again, or make it a link.
 */
export const HAS_ACCOUNT = { email: { contains: "@" } } satisfies Prisma.UserWhereInput;
