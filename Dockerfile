# The release alone: run `npm run package` before `docker build -t daybook .`.
FROM node:24-bookworm-slim

ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000
WORKDIR /daybook
COPY dist/ ./

# The folder belongs to root, so the bank can't change its own programs. It writes nothing to disk.
USER node
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=6s --start-period=60s --retries=3 CMD ["node", "daybook.mjs", "health"]
ENTRYPOINT ["node", "daybook.mjs"]
CMD ["serve"]
