#!/bin/sh
# Starts the desktop program named by EDITOR_DESKTOP on a virtual display.
exec xvfb-run -a "$EDITOR_DESKTOP" "$@"
