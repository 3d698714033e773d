# maskclip and its service in a container: eng/publish.sh makes what is copied in, so that nothing is built here.
#
#     eng/publish.sh artifacts/publish linux-x64
#     docker build --tag maskclip .
#     docker run --rm --read-only --tmpfs /tmp:exec --volume maskclip:/data --publish 127.0.0.1:8080:8080 --env MASKCLIP_API_KEY=SECRET maskclip
#     docker run --rm --read-only --tmpfs /tmp:exec --volume maskclip:/data --volume "$PWD:/photos" maskclip segment /photos --prompt cat --output /data/out
#
# eng/container.sh does the same steps in a folder and tries the service there.
FROM debian:12-slim
ARG SYSTEM=linux-x64
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates libssl3 && rm -rf /var/lib/apt/lists/*
COPY artifacts/publish/${SYSTEM}/ /app/
# Models that are pulled, graphs and texts that are kept; the only place that is written, beside /tmp, where the single files unpack their libraries.
RUN mkdir /data && chown 10001:10001 /data
ENV PATH=/app:/usr/bin:/bin MASKCLIP_HOME=/data DOTNET_BUNDLE_EXTRACT_BASE_DIR=/tmp/maskclip DOTNET_EnableDiagnostics=0
USER 10001:10001
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /readyz HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && grep -q Healthy <&3"]
ENTRYPOINT ["/app/maskclip"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8080"]
