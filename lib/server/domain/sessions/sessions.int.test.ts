import { afterAll, beforeEach, expect, test } from "vitest";
import type { Actor } from "@/lib/server/auth/actor";
import { findActor, openSession } from "@/lib/server/auth/sessions";
import { systemClock } from "@/lib/server/clock";
import { closeDatabase, db } from "@/lib/server/db";
import { endOneSession, endSessions } from "@/lib/server/domain/sessions/commands";
import { listSessions } from "@/lib/server/domain/sessions/queries";
import { makeActor } from "@/scripts/testing/studio";

const FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0";

let ada: Actor;
beforeEach(async () => {
  ada = await signIn(await makeActor());
});
afterAll(closeDatabase);

async function signIn(person: Actor): Promise<Actor> {
  const { sessionVersion } = await db.user.findUniqueOrThrow({ where: { id: person.userId } });
  const token = await openSession({ id: person.userId, sessionVersion }, FIREFOX);
  return { ...person, sessionId: token.sessionId };
}

const isSignedIn = async ({ userId, sessionId }: Actor) =>
  (await findActor({ userId, sessionId: sessionId ?? "", sessionVersion: 0 })) !== null;

test("lists the actor's valid sessions, the current one first", async () => {
  const phone = await signIn(ada);
  const old = await signIn(ada);
  await db.session.update({
    where: { id: old.sessionId ?? "" },
    data: { createdAt: new Date(Date.now() - 31 * 86_400_000) },
  });
  await signIn(await makeActor("Eve"));
  const sessions = await listSessions(ada, { clock: systemClock });
  expect(sessions.map(({ id, isThis }) => [id, isThis])).toEqual([
    [ada.sessionId, true],
    [phone.sessionId, false],
  ]);
  expect(sessions[0]?.device).toEqual({ browser: "Firefox", system: "Linux", kind: "desktop" });
});

test("ending one session ends that one alone; another user's answers not_found", async () => {
  const phone = await signIn(ada);
  const eve = await signIn(await makeActor("Eve"));
  const end = (id: string | null) =>
    endOneSession(ada, id ?? "", { clock: systemClock }).then(
      () => "done",
      (error) => error.code,
    );
  expect(await end(phone.sessionId)).toBe("done");
  expect(await end(phone.sessionId)).toBe("not_found");
  expect(await end(eve.sessionId)).toBe("not_found");
  expect(await Promise.all([ada, phone, eve].map(isSignedIn))).toEqual([true, false, true]);
});

test("ends the other sessions or all of them, and audits each", async () => {
  const others = [await signIn(ada), await signIn(ada)];
  expect(await endSessions(ada, "others", { clock: systemClock })).toBe(2);
  expect(await Promise.all([ada, ...others].map(isSignedIn))).toEqual([true, false, false]);
  expect(await endSessions(ada, "others", { clock: systemClock })).toBe(0);
  expect(await endSessions(ada, "all", { clock: systemClock })).toBe(1);
  expect(await isSignedIn(ada)).toBe(false);
  const entries = await db.auditEntry.findMany({
    where: { actorId: ada.userId, act: "account.sessions_ended" },
    orderBy: { createdAt: "asc" },
  });
  expect(entries.map(({ details }) => details)).toEqual([{ sessions: 2 }, { sessions: 1 }]);
});
