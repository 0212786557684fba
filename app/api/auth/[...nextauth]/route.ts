import { nextAuthRoute } from "@/lib/server/sign-in/next-auth-route";

export { nextAuthRoute as GET, nextAuthRoute as POST };
