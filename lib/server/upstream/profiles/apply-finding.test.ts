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

test("what was not tried stays, and other models are not touched", () => {
  expect(applied({})).toEqual(vip);
  expect(changesOf(vip, nothing)).toEqual([]);
  expect(applyFindings(profiles, { [vip.id]: found({ isHistoryUsed: false }) })[1]).toBe(
    profiles[1],
  );
});

test("sizes that are not honoured are not offered", () => {
  expect(applied({ isSizeHonoured: false }).exactSizes).toBeNull();
  expect(applied({ isSizeHonoured: true }).exactSizes).toEqual(vip.exactSizes);
  // Without its endpoint a size would silently go over chat, which has none.
  expect(applied({ endpoints: { generations: false } }).exactSizes).toBeNull();
  expect(changesOf(vip, found({ endpoints: { generations: false } }))).toEqual([
    "generationsOff",
    "chatFirst",
    "sizesOff",
  ]);
});

test("an endpoint that is not there is not used, but some endpoint always is", () => {
  expect(applied({ endpoints: { chat: false } }).endpoints).toEqual(["generations", "edits"]);
  const none = { chat: false, generations: false, edits: false };
  expect(applied({ endpoints: none }).endpoints).toEqual(vip.endpoints);
});

test("the preferred route gives way where it leads to nothing", () => {
  expect(applied({ endpoints: { generations: false } }).preferredRoute).toBe("chat");
  expect(applied({ endpoints: { chat: false } }).preferredRoute).toBe("images");
  const onChat = { ...vip, preferredRoute: "chat" as const };
  expect(changesOf(onChat, found({ endpoints: { chat: false } }))).toEqual([
    "chatOff",
    "imagesFirst",
  ]);
  // Without chat, edits alone could make no new picture: then rather the profile's word.
  const neither = { chat: false, generations: false };
  expect(applied({ endpoints: neither })).toEqual(vip);
});

test("a model that refuses response_format is never asked for one, whatever form was found", () => {
  const official = { ...vip, responseForms: [] };
  const finding = found({ responseForm: "b64_json" });
  expect(applyFindings([official], { [vip.id]: finding })[0]?.responseForms).toEqual([]);
  expect(changesOf(official, finding)).toEqual([]);
});

test("the form in which pictures come is asked for first", () => {
  expect(applied({ responseForm: "url" }).responseForms).toEqual(["url", "b64_json"]);
  expect(changesOf(vip, found({ responseForm: "url" }))).toEqual(["urlFirst"]);
  expect(changesOf(vip, found({ responseForm: "b64_json" }))).toEqual([]);
});
