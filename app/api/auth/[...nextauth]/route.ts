import { nextAuthRoute } from "@/lib/server/auth/next-auth-route";

export { nextAuthRoute as GET, nextAuthRoute as POST };
