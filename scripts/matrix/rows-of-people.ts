import { openSession } from "@/lib/server/auth/sessions";
import { db } from "@/lib/server/db";
import {
  anyone,
  nothing,
  email,
  oneTime,
  ofCaller,
  placeOfToken,
  personOf,
  self,
  standing,
  limits,
  pixel,
  type Row,
} from "./row";
import { makeTokenOf, PASSWORD } from "./world";

/** The door, one's own account, and the place that one stands in. */
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
        (await makeTokenOf(person, placeOfToken(person, world, caller), ["read"])).id,
      (id) => db.accessToken.update({ where: { id }, data: { revokedAt: new Date() } }),
    ),
  },
  "studio.state": standing(),
  "threads.list": standing(),
  "images.list": standing(),
  "generations.line": standing(),
  "budgets.state": standing(),
  "keys.state": standing(),
  "usage.spending": standing(),
  "usage.attempts": standing(),
  "audit.list": standing(),
  "budgets.setWorkspace": standing(() => ({ body: limits })),
  "budgets.setMember": {
    about: "standing",
    finds: ["own"],
    make: async (world, place, caller) => ({
      params: { userId: await personOf(world, place, caller) },
      body: limits,
    }),
  },
  "keys.set": standing(() => ({
    params: { holder: "workspace" },
    body: { key: "sk-0123456789abcdef" },
  })),
  "keys.remove": standing(() => ({ params: { holder: "workspace" } }), [404]),
  "keys.check": standing(() => ({ params: { holder: "workspace" }, body: {} }), [404, 409]),
  "images.upload": standing(() => ({ query: { name: "pixel.png" }, bytes: pixel })),
  "images.fetch": standing(() => ({ body: { url: "https://127.0.0.1/x.png" } }), [422]),
} satisfies Record<string, Row>;
