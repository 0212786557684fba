import { expect, test } from "vitest";
import type { ModelFinding } from "@/lib/contracts/upstream";
import { applyFindings, changesOf } from "./apply-finding";
import { loadProfiles } from "./profiles";

const profiles = loadProfiles();
const vip = profiles[0]!;
const nothing: ModelFinding = {
  envelope: null,
  delivery: null,
  isSizeHonoured: null,
  isHistoryUsed: null,
  endpoints: {},
  responseForm: null,
};
const found = (finding: Partial<ModelFinding>) => ({ ...nothing, ...finding });
const applied = (finding: Partial<ModelFinding>) =>
  applyFindings(profiles, { [vip.id]: found(finding) })[0]!;

test("what was not probed stays, and other models do not change", () => {
  expect(applied({})).toEqual(vip);
  expect(changesOf(vip, nothing)).toEqual([]);
  expect(applyFindings(profiles, { [vip.id]: found({ isHistoryUsed: false }) })[1]).toBe(
    profiles[1],
  );
});

test("exact sizes are not offered when the upstream ignores them", () => {
  expect(applied({ isSizeHonoured: false }).exactSizes).toBeNull();
  expect(applied({ isSizeHonoured: true }).exactSizes).toEqual(vip.exactSizes);
  // Without the generations endpoint the call would go over chat, which takes no size.
  expect(applied({ endpoints: { generations: false } }).exactSizes).toBeNull();
  expect(changesOf(vip, found({ endpoints: { generations: false } }))).toEqual([
    "generationsOff",
    "chatFirst",
    "sizesOff",
  ]);
});

test("a missing endpoint is not used, but at least one endpoint stays", () => {
  expect(applied({ endpoints: { chat: false } }).endpoints).toEqual(["generations", "edits"]);
  const none = { chat: false, generations: false, edits: false };
  expect(applied({ endpoints: none }).endpoints).toEqual(vip.endpoints);
});

test("the preferred route changes when its endpoint is missing", () => {
  expect(applied({ endpoints: { generations: false } }).preferredRoute).toBe("chat");
  expect(applied({ endpoints: { chat: false } }).preferredRoute).toBe("images");
  const onChat = { ...vip, preferredRoute: "chat" as const };
  expect(changesOf(onChat, found({ endpoints: { chat: false } }))).toEqual([
    "chatOff",
    "imagesFirst",
  ]);
  // Edits alone cannot make a new image, so the profile stays as it is.
  const neither = { chat: false, generations: false };
  expect(applied({ endpoints: neither })).toEqual(vip);
});

test("a model that refuses response_format never gets one, whatever the finding says", () => {
  const official = { ...vip, responseForms: [] };
  const finding = found({ responseForm: "b64_json" });
  expect(applyFindings([official], { [vip.id]: finding })[0]?.responseForms).toEqual([]);
  expect(changesOf(official, finding)).toEqual([]);
});

test("the response form that was found is requested first", () => {
  expect(applied({ responseForm: "url" }).responseForms).toEqual(["url", "b64_json"]);
  expect(changesOf(vip, found({ responseForm: "url" }))).toEqual(["urlFirst"]);
  expect(changesOf(vip, found({ responseForm: "b64_json" }))).toEqual([]);
});
