import { expect, test } from "playwright/test";
import { type Case, loadCases } from "../upstream/cases";
import { CaseStudio } from "../fixtures/case-studio";
import { CaseRun } from "../fixtures/case-run";

// Every case through the running app, from the public route to an image or a named failure. All turns are sent at once;
// then a test per group checks the outcomes.
test.describe.configure({ mode: "default" });

const groups = new Map<string, Case[]>();
for (const one of loadCases()) groups.set(one.group, [...(groups.get(one.group) ?? []), one]);
const passed = new Map<string, number>();
let runs: CaseRun[] = [];
let studios: CaseStudio[] = [];

test.beforeAll(async () => {
  test.setTimeout(240_000);
  // Cases that are retried automatically get an instance of their own, because a saturated upstream slows all calls
  // to it.
  const all = [...groups.values()].flat();
  const [calm, busy] = await Promise.all([CaseStudio.start(), CaseStudio.start()]);
  studios = [calm, busy];
  const isBusy = (one: Case) => one.expected.retryable === true;
  runs = [
    new CaseRun(
      calm,
      all.filter((one) => !isBusy(one)),
    ),
    new CaseRun(busy, all.filter(isBusy)),
  ];
  await Promise.all(runs.map((run) => run.sendAll()));
  await expect
    .poll(async () => (await Promise.all(runs.map((run) => run.underWay()))).flat(), {
      timeout: 200_000,
      intervals: [500, 1_000],
    })
    .toEqual([]);
});

test.afterAll(async () => {
  for (const studio of studios) await studio.stop();
  for (const [group, count] of passed) {
    const all = groups.get(group)?.length ?? 0;
    console.log(`upstream cases through the app, ${group.padEnd(16)} ${count} of ${all}`);
  }
});

for (const [group, cases] of groups) {
  test(`${group}: ${cases.length} cases through the running app`, async () => {
    const wrong: string[] = [];
    for (const one of cases) {
      const run = runs.find((each) => each.cases.includes(one));
      await run?.judge(one).catch((error: Error) => wrong.push(`${one.id}: ${error.message}`));
    }
    passed.set(group, cases.length - wrong.length);
    expect(wrong).toEqual([]);
  });
}

test("the app contacts no address that a case only pretends to use", async () => {
  for (const studio of studios) {
    const { upstream, canary, app } = studio;
    expect(upstream.canaryHits()).toBe(0);
    canary.look("the log", app.logs());
    expect(canary.sightings).toEqual([]);
    for (const { headers } of upstream.fetches()) expect(headers.authorization).toBeUndefined();
    for (const address of studio.connectedAddresses())
      expect(address).toMatch(/^93\.184\.216\.3[45] 443$/);
  }
});
