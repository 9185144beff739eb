{{- define "jishi.image" -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end }}

{{- define "jishi.labels" -}}
app.kubernetes.io/name: jishi
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
{{- end }}

{{/* The user of the image, with a root file system that nobody writes to. */}}
{{- define "jishi.pod" -}}
securityContext:
  runAsNonRoot: true
  runAsUser: 1000
  fsGroup: 1000
  seccompProfile: { type: RuntimeDefault }
terminationGracePeriodSeconds: 30
volumes:
  - name: data
    {{- if .Values.dataClaim }}
    persistentVolumeClaim: { claimName: {{ .Values.dataClaim }} }
    {{- else }}
    emptyDir: {}
    {{- end }}
  - name: tmp
    emptyDir: {}
{{- end }}

{{- define "jishi.container" -}}
image: {{ include "jishi.image" . }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities: { drop: [ALL] }
volumeMounts:
  - { name: data, mountPath: /data }
  - { name: tmp, mountPath: /tmp }
{{- end }}

{{- define "jishi.env" -}}
- { name: MIGRATE, value: "off" }
- { name: JISHI_SANDBOX, value: "off" }
- { name: PUBLIC_URL, value: "https://{{ .Values.host }}" }
{{- range $name, $value := .Values.settings }}
{{- if $value }}
- { name: {{ $name }}, value: {{ $value | quote }} }
{{- end }}
{{- end }}
{{- end }}

{{/* What a process that serves or works may know of the secret: not the owner's address of the database. */}}
{{- define "jishi.secrets" -}}
- name: JISHI_SECRET
  valueFrom: { secretKeyRef: { name: {{ .Values.secretName }}, key: JISHI_SECRET } }
{{- range $name := list "FILES_KEY" "FILES_SECRET" "METRICS_TOKEN" "BACKUP_PASSPHRASE" }}
- name: {{ $name }}
  valueFrom: { secretKeyRef: { name: {{ $.Values.secretName }}, key: {{ $name }}, optional: true } }
{{- end }}
{{- end }}

{{- define "jishi.database" -}}
- name: DATABASE_URL
  valueFrom: { secretKeyRef: { name: {{ .Values.secretName }}, key: DATABASE_URL } }
{{- end }}
