import {
  nothing,
  email,
  instance,
  object,
  things,
  ofWorkspace,
  memberOf,
  makeInvite,
  personOf,
  workspaceIdOf,
  type Row,
} from "./row";

/** The instance owner pays for all calls and so sees all of them, even those of deleted threads. */
const ANYWHERE = ["own", "foreign", "deleted"] as const;

/** Workspaces, members, invites, and the instance owner's operations. */
export const rowsOfWorkspaces = {
  "workspaces.update": object(ofWorkspace(() => ({ body: { name: "Renamed" } }))),
  "workspaces.remove": object(
    ofWorkspace(() => ({ query: { name: "no such name" } })),
    {
      also: [422],
    },
  ),
  "workspaces.leave": object(
    ofWorkspace(() => ({ body: {} })),
    { also: [409] },
  ),
  "workspaces.handOver": object(
    ofWorkspace((world) => ({ body: { userId: world.people.admin.userId } })),
    { also: [404, 409] },
  ),
  "members.list": object(ofWorkspace()),
  "members.changeRole": object(
    ofWorkspace((world, target) => ({
      params: { userId: memberOf(world, target) },
      body: { role: "member" },
    })),
    { also: [409] },
  ),
  "members.remove": object(
    ofWorkspace((world, target) => ({ params: { userId: memberOf(world, target) } })),
    { also: [409] },
  ),
  "invites.list": object(ofWorkspace()),
  "invites.create": object(
    ofWorkspace(() => ({ body: { role: "viewer", email: null, usesMax: 1, hours: 72 } })),
  ),
  "invites.revoke": object(async (world, target) => ({
    params: {
      workspaceId: workspaceIdOf(world, target),
      inviteId: await makeInvite(world, target),
    },
  })),

  "generations.answer": instance(
    things(({ generationId }) => ({ params: { generationId } })),
    [404, 409, 410],
    ANYWHERE,
  ),
  "instance.audit": instance(),
  "instance.people": instance(),
  "instance.createPerson": instance(() => ({ body: { name: "New", email: email() } })),
  "instance.changePerson": instance(
    async (world, target) => ({
      params: { userId: await personOf(world, target, "owner") },
      body: { isSuspended: false },
    }),
    [],
    ["own", "foreign"],
  ),
  "instance.resetLink": instance(
    async (world, target) => ({
      params: { userId: await personOf(world, target, "owner") },
      body: {},
    }),
    [],
    ["own", "foreign"],
  ),
  "instance.workspaces": instance(),
  "instance.jobs": instance(() => ({ query: { group: "failed" } })),
  "instance.cancelJob": instance(
    things(({ generationId }) => ({ params: { generationId }, body: {} })),
    [409],
    ANYWHERE,
  ),
  "instance.retryJob": instance(
    things(({ generationId }) => ({ params: { generationId }, body: { mayPayAgain: false } })),
    [409],
    ANYWHERE,
  ),
  "instance.storage": instance(),
  "upstream.state": instance(),
  "upstream.check": instance(() => ({ body: { probes: [], agreedMicroUsd: 0 } }), [409]),
  "upstream.save": instance(() => ({ body: {} }), [404, 409]),
  "upstream.forget": instance(nothing, [404, 409]),
} satisfies Record<string, Row>;
