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
  placeId,
  type Row,
} from "./row";

/** Calls are paid for by whoever runs the studio, whosever they are, also those of a thread that was deleted since. */
const ANYWHERE = ["own", "foreign", "deleted"] as const;

/** Workspaces, members and invites, and what is for whoever runs the studio. */
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
    ofWorkspace((world, place) => ({
      params: { userId: memberOf(world, place) },
      body: { role: "member" },
    })),
    { also: [409] },
  ),
  "members.remove": object(
    ofWorkspace((world, place) => ({ params: { userId: memberOf(world, place) } })),
    { also: [409] },
  ),
  "invites.list": object(ofWorkspace()),
  "invites.create": object(
    ofWorkspace(() => ({ body: { role: "viewer", email: null, usesMax: 1, hours: 72 } })),
  ),
  "invites.revoke": object(async (world, place) => ({
    params: { workspaceId: placeId(world, place), inviteId: await makeInvite(world, place) },
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
    async (world, place) => ({
      params: { userId: await personOf(world, place, "owner") },
      body: { isSuspended: false },
    }),
    [],
    ["own", "foreign"],
  ),
  "instance.resetLink": instance(
    async (world, place) => ({
      params: { userId: await personOf(world, place, "owner") },
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
