CREATE TABLE "alert_deliveries" (
	"rule" text NOT NULL,
	"channel" text NOT NULL,
	"version" integer NOT NULL,
	"attempts" integer NOT NULL,
	"next_at" timestamp (3) with time zone NOT NULL,
	"error" text,
	CONSTRAINT "alert_deliveries_rule_channel_pk" PRIMARY KEY("rule","channel")
);
--> statement-breakpoint
CREATE TABLE "instances" (
	"id" uuid PRIMARY KEY NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"seen_at" timestamp (3) with time zone NOT NULL,
	"version" text NOT NULL,
	"node" text NOT NULL,
	"figures" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "jobs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"asked_at" timestamp (3) with time zone NOT NULL,
	"asked_by" text NOT NULL,
	"started_at" timestamp (3) with time zone,
	"holder" uuid,
	"until" timestamp (3) with time zone,
	"attempts" smallint NOT NULL,
	"done" bigint NOT NULL,
	"total" bigint,
	"ended_at" timestamp (3) with time zone,
	"outcome" text,
	"result" jsonb,
	"error" text
);
--> statement-breakpoint
CREATE TABLE "leases" (
	"name" text PRIMARY KEY NOT NULL,
	"holder" uuid NOT NULL,
	"until" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "size_samples" (
	"name" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"bytes" bigint NOT NULL,
	CONSTRAINT "size_samples_name_at_pk" PRIMARY KEY("name","at")
);
--> statement-breakpoint
CREATE UNIQUE INDEX "jobs_open" ON "jobs" USING btree ("kind","subject") WHERE "jobs"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "jobs_by_time" ON "jobs" USING btree ("asked_at");