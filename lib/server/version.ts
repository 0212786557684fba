import "server-only";
import packageJson from "@/package.json";

/** Which Pentimento this is, such as "0.1.0". */
export const VERSION: string = packageJson.version;
