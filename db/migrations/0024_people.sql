CREATE TABLE "join_links" (
	"token_hash" text PRIMARY KEY NOT NULL,
	"user_id" text,
	"purpose" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone,
	CONSTRAINT "join_links_purpose" CHECK ("join_links"."purpose" in ('invitation', 'reset', 'set-up')),
	CONSTRAINT "join_links_user" CHECK (("join_links"."user_id" is null) = ("join_links"."purpose" = 'set-up'))
);
--> statement-breakpoint
ALTER TABLE "auth_users" ADD COLUMN "person_status" text DEFAULT 'joined' NOT NULL;--> statement-breakpoint
ALTER TABLE "auth_users" ADD COLUMN "person_version" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "auth_users" ADD COLUMN "last_sign_in_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "join_links" ADD CONSTRAINT "join_links_user_id_auth_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."auth_users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "join_links_of_user" ON "join_links" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "auth_users_by_name" ON "auth_users" USING btree ("name","id");--> statement-breakpoint
ALTER TABLE "auth_users" ADD CONSTRAINT "auth_users_status" CHECK ("auth_users"."person_status" in ('invited', 'joined', 'reset'));