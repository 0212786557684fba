import "server-only";
import { type Profile, preferences, type Preferences } from "@/lib/contracts/profile";
import type { Actor } from "@/lib/server/auth/actor";
import { db } from "@/lib/server/db";
import { isMailConfigured } from "@/lib/server/mail/transport";

/** The actor's own account. */
export async function loadProfile(actor: Actor): Promise<Profile> {
  const [user, pending] = await Promise.all([
    db.user.findUniqueOrThrow({ where: { id: actor.userId } }),
    db.oneTimeLink.findFirst({
      where: {
        userId: actor.userId,
        kind: "confirm_email",
        usedAt: null,
        expiresAt: { gt: new Date() },
      },
      orderBy: { createdAt: "desc" },
      select: { email: true },
    }),
  ]);
  return {
    ...toPreferences(user),
    name: user.name,
    email: user.email,
    pendingEmail: pending?.email ?? null,
    hasPassword: user.passwordHash !== null,
    avatar: avatarTag(user.avatarSha256),
    isMailSent: isMailConfigured(),
  };
}

/** The account settings that a page needs before it renders. */
export async function loadAppearance(
  actor: Actor,
): Promise<Preferences & { avatar: string | null }> {
  const user = await db.user.findUniqueOrThrow({
    where: { id: actor.userId },
    select: { language: true, theme: true, avatarSha256: true },
  });
  return { ...toPreferences(user), avatar: avatarTag(user.avatarSha256) };
}

/** Cache key of an avatar's URL; changes with the image. */
export function avatarTag(sha256: string | null): string | null {
  return sha256 === null ? null : sha256.slice(0, 16);
}

/** A stored value that this version no longer supports counts as none. */
function toPreferences(user: { language: string | null; theme: string | null }): Preferences {
  return {
    language: preferences.shape.language.catch(null).parse(user.language),
    theme: preferences.shape.theme.catch(null).parse(user.theme),
  };
}
