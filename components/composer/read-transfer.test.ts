import { expect, test } from "vitest";
import { readTransfer, type TransferOptions } from "@/components/composer/read-transfer";

const ORIGIN = "https://studio.example";
const ID = "01a20348-f6eb-715b-baff-71a024a1dd02";
const PNG = "https://pictures.example/a.png";
const PAGE = "https://shop.example/item/7";
const PIXEL = "data:image/gif;base64,R0lGODlhAQABAAAAACw=";

/** One outcome as text: "own", "file NAME", "address URL", "refused WHY"; null for text. */
function outcome(
  via: TransferOptions["via"],
  data: Record<string, string>,
  files: string[] = [],
): string[] | null {
  const holder = {
    getData: (type: string) => data[type] ?? "",
    files: files.map((name) => new File(["x"], name, { type: "image/png" })),
  };
  const incoming = readTransfer(holder, { via, origin: ORIGIN });
  return (
    incoming?.map((one) => {
      if (one.kind === "own") return one.imageId === ID ? "own" : "another";
      if (one.kind === "file") return `file ${one.file.name}`;
      return one.kind === "address" ? `address ${one.url}` : `refused ${one.why}`;
    }) ?? null
  );
}

type Row = [
  title: string,
  data: Record<string, string>,
  files: string[],
  expected: string[] | null,
];
const html = (text: string, plain = "", more: Record<string, string> = {}) => ({
  "text/html": text,
  "text/plain": plain,
  ...more,
});
const links = (uriList: string, more: Record<string, string> = {}) => ({
  "text/uri-list": uriList,
  ...more,
});

const PASTES: Row[] = [
  ["a screenshot", {}, ["image.png"], ["file image.png"]],
  ["a file of a file manager", { "text/plain": "sketch.png" }, ["sketch.png"], ["file sketch.png"]],
  ["several files", {}, ["a.png", "b.png"], ["file a.png", "file b.png"]],
  ["Safari's Copy image", html(`<img src="${PNG}">`, PNG), ["image.png"], ["file image.png"]],
  [
    "Chrome's Copy image",
    html(`<meta charset='utf-8'><img src="${PNG}" alt="A bay at night"/>`),
    ["image.png"],
    ["file image.png"],
  ],
  [
    "Firefox's Copy image without the file",
    html(`<img src="${PNG}" alt="A bay">`, PNG),
    [],
    [`address ${PNG}`],
  ],
  [
    "Google Docs",
    html(
      '<meta charset="utf-8"><b style="font-weight:normal" id="docs-internal-guid-1"><p><span><img src="https://lh7-rt.googleusercontent.com/docsz/AD?key=x&amp;s=1" width="624" height="416"></span></p></b><br>',
    ),
    [],
    ["address https://lh7-rt.googleusercontent.com/docsz/AD?key=x&s=1"],
  ],
  [
    "the Windows clipboard header around the HTML",
    html(
      `<html>\r\n<body>\r\n<!--StartFragment--><img src="${PNG}"><!--EndFragment-->\r\n</body>\r\n</html>`,
    ),
    [],
    [`address ${PNG}`],
  ],
  [
    "Word, a picture alone",
    html(
      "<html><head><title>x</title><style>p {color: red}</style></head><body><p><!--[if gte vml 1]><v:shape/><![endif]--><img src='file:///C:/clip.png'></p></body></html>",
      " ",
      { "text/rtf": "{\\rtf1}" },
    ),
    ["image.png"],
    ["file image.png"],
  ],
  [
    "a picture in a link",
    html(`<a href="${PAGE}"><img src="${PNG}"></a>`, PAGE),
    [],
    [`address ${PNG}`],
  ],
  [
    "a picture from its srcset",
    html(`<img srcset="${PNG} 1x, https://x.example/b.png 2x">`),
    [],
    [`address ${PNG}`],
  ],
  [
    "an address without a scheme",
    html('<img src="//pictures.example/a.png">'),
    [],
    [`address ${PNG}`],
  ],
  [
    "two pictures without text",
    html(`<img src="${PNG}"><img src="${PNG}?2">`),
    [],
    [`address ${PNG}`, `address ${PNG}?2`],
  ],
  [
    "a picture of this instance, copied as a derivative",
    html(`<img src="${ORIGIN}/api/images/${ID}/1440">`),
    ["image.png"],
    ["own"],
  ],
  [
    "a signed address of this instance",
    { "text/plain": `${ORIGIN}/i/${ID}/original?e=1&s=x` },
    [],
    ["own"],
  ],
  ["our own path", html(`<img src="/api/images/${ID}/512">`), [], ["own"]],
  [
    "the same path on another site",
    html(`<img src="https://other.example/api/images/${ID}/512">`),
    [],
    [`address https://other.example/api/images/${ID}/512`],
  ],
  ["a data address in markup", html(`<img src="${PIXEL}">`), [], ["file picture.gif"]],
  ["a data address as text", { "text/plain": PIXEL }, [], ["file picture.gif"]],
  [
    "a data address of another media type",
    html('<img src="data:text/html,hello">'),
    [],
    ["refused unreadable"],
  ],
  [
    "a malformed data address",
    html('<img src="data:image/png;base64,%%%">'),
    [],
    ["refused unreadable"],
  ],
  ["a blob of a page", html('<img src="blob:https://app.example/0b1c">'), [], ["refused blob"]],
  [
    "a blob of a page with its file",
    html('<img src="blob:https://app.example/0b1c">'),
    ["image.png"],
    ["file image.png"],
  ],
  [
    "a blob's address as text",
    { "text/plain": "blob:https://app.example/0b1c" },
    [],
    ["refused blob"],
  ],
  ["a file's address in markup", html('<img src="file:///home/ada/a.png">'), [], ["refused disk"]],
  [
    "an address with another scheme",
    html('<img src="cid:part1@mail">'),
    [],
    ["refused unreadable"],
  ],
  ["a lone https address", { "text/plain": ` ${PNG} ` }, [], [`address ${PNG}`]],
  [
    "a lone http address, left to the server",
    { "text/plain": "http://pictures.example/a.JPG?w=9" },
    [],
    ["address http://pictures.example/a.JPG?w=9"],
  ],
  [
    "an http picture in markup",
    html('<img src="http://pictures.example/a">'),
    [],
    ["address http://pictures.example/a"],
  ],
  ["words", { "text/plain": "Hello words" }, [], null],
  [
    "text with a rendering beside it",
    { "text/plain": "Hello words", "text/rtf": "{\\rtf1 Hello words}" },
    ["image.png"],
    null,
  ],
  [
    "spreadsheet cells with a rendering beside them",
    html("<table><tr><td>A1</td></tr></table>", "A1"),
    ["image.png"],
    null,
  ],
  ["text and a picture", html(`<p>Look:</p><img src="${PNG}">`, "Look:"), [], null],
  ["text that is only an HTML entity", html(`&#65;<img src="${PNG}">`, "A"), [], null],
  ["a sentence with an address", { "text/plain": `see ${PNG}` }, [], null],
  ["a page's address", { "text/plain": PAGE }, [], null],
  ["a page of this instance", { "text/plain": `${ORIGIN}/t/${ID}` }, [], null],
  [
    "a tracking pixel beside text",
    html(`Hello<img src="${PNG}" width="1" height="1">`, "Hello"),
    [],
    null,
  ],
  ["nothing", {}, [], null],
];
test.each(PASTES)("reads a paste: %s", (_title, data, files, expected) => {
  expect(outcome("paste", data, files)).toEqual(expected);
});

const DROPS: Row[] = [
  ["a file", {}, ["a.png"], ["file a.png"]],
  ["a file with its address", links("file:///home/ada/a.png"), ["a.png"], ["file a.png"]],
  [
    "a picture of this instance that the browser also gives as a file",
    links(`${ORIGIN}/api/images/${ID}/512`),
    ["512.webp"],
    ["own"],
  ],
  ["a picture of a page", links(PNG, html(`<img src="${PNG}">`, PNG)), [], [`address ${PNG}`]],
  [
    "a picture of a page with its file",
    links(PNG, html(`<img src="${PNG}">`)),
    ["a.png"],
    ["file a.png"],
  ],
  [
    "a picture inside a link",
    links(PAGE, html(`<a href="${PAGE}"><img src="${PNG}"></a>`, PAGE)),
    [],
    [`address ${PNG}`],
  ],
  [
    "a picture inside a link with text",
    links(PAGE, html(`<a href="${PAGE}"><img src="${PNG}"> A lamp</a>`, PAGE)),
    [],
    [`address ${PNG}`],
  ],
  [
    "a picture of this instance inside a link",
    links(
      `${ORIGIN}/t/${ID}`,
      html(`<a href="${ORIGIN}/t/${ID}"><img src="${ORIGIN}/api/images/${ID}/256"></a>`),
    ),
    [],
    ["own"],
  ],
  ["a link", links(`# a comment\r\n${PAGE}`), [], [`address ${PAGE}`]],
  ["two links", links(`${PNG}\r\n${PAGE}`), [], [`address ${PNG}`, `address ${PAGE}`]],
  ["a page of this instance", links(`${ORIGIN}/t/${ID}`), [], ["refused unreadable"]],
  [
    "a picture at an http address",
    links("http://pictures.example/a.png"),
    [],
    ["address http://pictures.example/a.png"],
  ],
  ["a blob of another page", links("blob:https://app.example/0b1c"), [], ["refused blob"]],
  ["a data address", links(PIXEL, html(`<img src="${PIXEL}">`)), [], ["file picture.gif"]],
  ["a file's address alone", links("file:///home/ada/a.png"), [], ["refused disk"]],
  ["a selected picture", html(`<img src="${PNG}">`), [], [`address ${PNG}`]],
  ["selected text", html("<b>Hello</b>", "Hello"), [], null],
  ["selected text around a picture", html(`Hello <img src="${PNG}">`, "Hello"), [], null],
];
test.each(DROPS)("reads a drop: %s", (_title, data, files, expected) => {
  expect(outcome("drop", data, files)).toEqual(expected);
});

test("a data address keeps its bytes and media type", async () => {
  const svg = "data:image/svg+xml;charset=utf-8,%3Csvg%2F%3E";
  const [incoming] =
    readTransfer(
      { getData: (type) => (type === "text/plain" ? svg : ""), files: [] },
      { via: "paste", origin: ORIGIN },
    ) ?? [];
  if (incoming?.kind !== "file") throw new Error("expected a file");
  expect([incoming.file.type, incoming.file.name, await incoming.file.text()]).toEqual([
    "image/svg+xml",
    "picture.svg",
    "<svg/>",
  ]);
});
