import path from "node:path/posix";
import { type EcmaScriptModule, parseSync } from "oxc-parser";

export interface Source {
  /** Relative to the repository's root, with forward slashes. */
  path: string;
  text: string;
}

export interface Import {
  /** A path from the root without extension, or `package:` and the name. */
  target: string;
  isTypeOnly: boolean;
}

/** All imports and re-exports of a source, in their order in the file. @throws Error on a syntax error */
export function importsOf(source: Source): Import[] {
  const { module, errors } = parseSync(source.path, source.text);
  const [error] = errors;
  if (error) throw new Error(`${source.path}: ${error.message}`);
  return [...staticImports(module), ...reExports(module), ...dynamicImports(module, source)]
    .toSorted((a, b) => a.at - b.at)
    .map(({ name, isTypeOnly }) => ({ target: resolve(name, source.path), isTypeOnly }));
}

type Found = { at: number; name: string; isTypeOnly: boolean };

function staticImports({ staticImports: all }: EcmaScriptModule): Found[] {
  return all.map(({ start, moduleRequest, entries }) => ({
    at: start,
    name: moduleRequest.value,
    isTypeOnly: entries.length > 0 && entries.every(({ isType }) => isType),
  }));
}

function reExports({ staticExports }: EcmaScriptModule): Found[] {
  return staticExports.flatMap(({ start, entries }) => {
    const name = entries.find(({ moduleRequest }) => moduleRequest)?.moduleRequest?.value;
    if (name === undefined) return [];
    return [{ at: start, name, isTypeOnly: entries.every(({ isType }) => isType) }];
  });
}

/** Only literal names: a computed one cannot be checked. */
function dynamicImports({ dynamicImports: all }: EcmaScriptModule, { text }: Source): Found[] {
  return all.flatMap(({ start, moduleRequest }) => {
    const literal = /^["']([^"']+)["']$/.exec(text.slice(moduleRequest.start, moduleRequest.end));
    const name = literal?.[1];
    return name === undefined ? [] : [{ at: start, name, isTypeOnly: false }];
  });
}

function resolve(name: string, from: string): string {
  if (name.startsWith("@/")) return name.slice(2);
  if (!name.startsWith(".")) return `package:${name}`;
  return path.join(path.dirname(from), name);
}
