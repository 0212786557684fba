import "server-only";
import packageJson from "@/package.json";

/** The version of Pentimento, such as "0.1.0". */
export const VERSION: string = packageJson.version;
