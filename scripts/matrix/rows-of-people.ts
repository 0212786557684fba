import { openSession } from "@/lib/server/auth/sessions";
import { db } from "@/lib/server/db";
import {
  anyone,
  nothing,
  email,
  oneTime,
  ofCaller,
  tokenWorkspace,
  personOf,
  self,
  selected,
  limits,
  pixel,
  type Row,
} from "./row";
import { makeTokenOf, PASSWORD } from "./world";

/** Sign-in, the caller's account, and the selected workspace. */
export const rowsOfPeople = {
  "setup.state": anyone(nothing),
  "setup.create": anyone(
    () => ({ body: { name: "x", email: email(), password: PASSWORD } }),
    [409],
  ),
  "entry.requestLink": anyone(() => ({ body: { email: email() } }), [404, 409]),
  "entry.requestReset": anyone(() => ({ body: { email: email() } }), [404, 409]),
  "entry.requestSignUp": anyone(() => ({ body: { email: email() } }), [403, 404, 409]),
  "entry.finishSignUp": anyone(
    () => ({ body: { token: oneTime(), name: "x", password: PASSWORD } }),
    [403, 404, 409, 410],
  ),
  "entry.signUp": anyone(
    () => ({ body: { name: "x", email: email(), password: PASSWORD } }),
    [403, 404, 409],
  ),
  "entry.resetPassword": anyone(
    () => ({ body: { token: oneTime(), password: PASSWORD } }),
    [404, 409, 410],
  ),
  "account.confirmEmail": anyone(() => ({ body: { token: oneTime() } }), [404, 409, 410]),
  "invites.look": anyone(() => ({ body: { token: oneTime() } }), [404, 410]),
  "invites.signUp": anyone(
    () => ({ body: { token: oneTime(), name: "x", email: email(), password: PASSWORD } }),
    [404, 410],
  ),

  "account.signOut": self(),
  "account.changePassword": self(() => ({
    body: { currentPassword: PASSWORD, newPassword: "another lamp in the window" },
  })),
  "account.profile": self(),
  "account.update": self(() => ({ body: { name: "Somebody" } })),
  "account.notices": self(),
  "account.setNotices": self(() => ({ body: { picks: { email: false } } })),
  "account.setAvatar": self(() => ({ bytes: pixel })),
  "account.removeAvatar": self(),
  "account.changeEmail": self(() => ({ body: { email: email(), currentPassword: PASSWORD } })),
  "account.sessions": self(),
  "account.endSession": {
    about: "self",
    finds: ["own"],
    make: ofCaller(
      "sessionId",
      async ({ userId }) => (await openSession({ id: userId, sessionVersion: 0 }, "")).sessionId,
      (id) => db.session.update({ where: { id }, data: { endedAt: new Date() } }),
    ),
  },
  "account.endSessions": self(() => ({ body: { which: "others" } })),
  "account.deletionPlan": self(),
  "account.remove": self(
    () => ({ body: { currentPassword: "wrong", confirmation: "x", choices: [] } }),
    [401, 403, 409, 422],
  ),
  "workspaces.create": self(() => ({ body: { name: "Another" } })),
  "invites.accept": self(() => ({ body: { token: oneTime() } }), [404, 410]),
  "tokens.list": self(),
  "tokens.revoke": {
    about: "self",
    finds: ["own"],
    make: ofCaller(
      "tokenId",
      async (person, world, caller) =>
        (await makeTokenOf(person, tokenWorkspace(person, world, caller), ["read"])).id,
      (id) => db.accessToken.update({ where: { id }, data: { revokedAt: new Date() } }),
    ),
  },
  "studio.state": selected(),
  "threads.list": selected(),
  "images.list": selected(),
  "images.months": selected(),
  "images.bucket": selected(() => ({ query: { month: "2026-11" } })),
  "images.captions": selected(() => ({
    query: { ids: "00000000-0000-7000-8000-000000000000" },
  })),
  "tags.list": selected(),
  "generations.line": selected(),
  "budgets.state": selected(),
  "keys.state": selected(),
  "usage.spending": selected(),
  "usage.attempts": selected(),
  "audit.list": selected(),
  "budgets.setWorkspace": selected(() => ({ body: limits })),
  "budgets.setMember": {
    about: "selected",
    finds: ["own"],
    make: async (world, target, caller) => ({
      params: { userId: await personOf(world, target, caller) },
      body: limits,
    }),
  },
  "keys.set": selected(() => ({
    params: { holder: "workspace" },
    body: { key: "sk-0123456789abcdef" },
  })),
  "keys.remove": selected(() => ({ params: { holder: "workspace" } }), [404]),
  "keys.check": selected(() => ({ params: { holder: "workspace" }, body: {} }), [404, 409]),
  "images.upload": selected(() => ({ query: { name: "pixel.png" }, bytes: pixel })),
  "images.fetch": selected(() => ({ body: { url: "https://127.0.0.1/x.png" } }), [422]),
} satisfies Record<string, Row>;
