// The page for those who have no VS Code: its own text field takes the place of the editor, the rest is the preview.
import "./offlineHost.ts"
import "./preview.ts"
