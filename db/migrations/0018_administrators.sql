ALTER TABLE "auth_users" DROP CONSTRAINT "auth_users_role";--> statement-breakpoint
ALTER TABLE "auth_users" ADD COLUMN "disabled_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "auth_users" ADD CONSTRAINT "auth_users_role" CHECK ("auth_users"."role" in ('customer', 'teller', 'auditor', 'admin'));