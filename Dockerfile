# Tin Bản as an image: one static binary and nothing to break into.
# cmd/tinban/image_test.go runs what the last stage holds in an empty root
# directory, as the user below; change both together.

FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN mkdir -p /out/data && CGO_ENABLED=0 go build -trimpath -ldflags="-s -w" -o /out/tinban ./cmd/tinban

# No shell, no libc, no package: the binary carries its content, its model and
# the time zones (time/tzdata). Certificates are for gateways it calls.
FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=build /out/tinban /tinban
# Empty, so that a new volume belongs to the user.
COPY --from=build --chown=65532:65532 /out/data /data
ENV TINBAN_ADDR=0.0.0.0:8080 TINBAN_DATA=/data
USER 65532:65532
EXPOSE 8080
VOLUME /data
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s CMD ["/tinban", "healthy"]
ENTRYPOINT ["/tinban"]
CMD ["serve", "--config", "/etc/tinban.yaml"]
