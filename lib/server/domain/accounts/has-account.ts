import "server-only";
import type { Prisma } from "@/lib/server/generated/prisma/client";

/**
 * Matches users with an account. A deleted account may leave a nameless row behind, for the sake of its images; its
 * address is no e-mail address, and searches, sign-ins and links must not match it.
 */
export const HAS_ACCOUNT = { email: { contains: "@" } } satisfies Prisma.UserWhereInput;
