CREATE TABLE "backup_state" (
	"name" text PRIMARY KEY NOT NULL,
	"holder" text,
	"held_until" timestamp (3) with time zone,
	"started_at" timestamp (3) with time zone,
	"finished_at" timestamp (3) with time zone,
	"folder" text,
	"position" bigint,
	"events" bigint,
	"bytes" bigint,
	"failed_at" timestamp (3) with time zone,
	"error" text
);
--> statement-breakpoint
CREATE TABLE "epochs" (
	"id" text PRIMARY KEY NOT NULL,
	"number" integer NOT NULL,
	"began_at" timestamp (3) with time zone NOT NULL,
	"restored" jsonb,
	"ready_at" timestamp (3) with time zone,
	CONSTRAINT "epochs_number_unique" UNIQUE("number")
);
--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "epoch" text;--> statement-breakpoint
CREATE INDEX "commands_without_events" ON "commands" USING btree ("aggregate_id","command_id") WHERE "commands"."last_version" < "commands"."first_version";--> statement-breakpoint
INSERT INTO "backup_state" ("name") VALUES ('backup');--> statement-breakpoint
-- Every bank is in an epoch. Databases copied from one template share it, as they share all else.
INSERT INTO "epochs" ("id", "number", "began_at", "ready_at")
VALUES ('1-' || left(gen_random_uuid()::text, 8), 1, now(), now());
