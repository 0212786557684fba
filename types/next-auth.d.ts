import type { SessionToken } from "@/lib/server/auth/cookie";

declare module "next-auth" {
  /** What `authorize` gives: the session it opened. Name and address are read from the database on each request. */
  interface User extends SessionToken {
    id: string;
  }
}

declare module "next-auth/jwt" {
  interface JWT extends Partial<SessionToken> {}
}
