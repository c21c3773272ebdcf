@echo off
rem Starts the command line of bert4j on Windows. Builds the project first when its jars are missing or older than
rem a pom.xml or source file.
setlocal
set "project=%~dp0..\"
set "lib=%project%examples\target\lib"
set "ui_lib=%project%examples\ui\target\lib"
set "log=%project%target\build.log"

rem The training user interface is built, and what it needs downloaded, when somebody asks for it.
set "ui="
set "profile="
if "%~1"=="ui" set "ui=1"
:arguments
if [%1]==[] goto arguments_end
if "%~1"=="--ui" set "ui=1"
shift /1
goto arguments
:arguments_end
if defined ui set "profile=-Pui"

set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java"
where "%java%.exe" >nul 2>nul || if not exist "%java%.exe" (
  echo bert4j: %java% was not found; install a JDK 17 or newer 1>&2
  exit /b 1
)

rem Exit code 1: a jar is missing, or a pom.xml or source file is newer than the oldest of them.
powershell -NoProfile -ExecutionPolicy Bypass -Command ^
  "$modules = 'tokenizer', 'common', 'pretrain', 'finetune', 'examples';" ^
  "$jars = $modules | ForEach-Object { Get-ChildItem -ErrorAction SilentlyContinue (Join-Path $env:lib ('bert4j-' + $_ + '-*.jar')) };" ^
  "if ($env:ui) { $modules += 'examples\ui'; $jars = @($jars) + @(Get-ChildItem -ErrorAction SilentlyContinue (Join-Path $env:ui_lib 'bert4j-ui-*.jar')) };" ^
  "if (@($jars).Count -lt @($modules).Count) { exit 1 };" ^
  "$oldest = ($jars | Sort-Object LastWriteTime)[0].LastWriteTime;" ^
  "$sources = $modules | ForEach-Object { Join-Path $env:project ($_ + '\src') };" ^
  "$poms = @('pom.xml') + ($modules | ForEach-Object { $_ + '\pom.xml' }) | ForEach-Object { Join-Path $env:project $_ };" ^
  "$newer = @(Get-Item $poms) + @(Get-ChildItem -Recurse $sources) | Where-Object { $_.LastWriteTime -gt $oldest };" ^
  "exit [int]($null -ne $newer)"
if not errorlevel 1 goto start

where mvn >nul 2>nul || (
  echo bert4j: Maven ^(mvn^) is not on the PATH; install Maven 3.8 or newer 1>&2
  exit /b 1
)
if not exist "%project%target" mkdir "%project%target"
if exist "%lib%" del /q "%lib%\bert4j-*.jar" 2>nul
echo bert4j: building (the first time also downloads libraries); log: %log% 1>&2
call mvn -f "%project%pom.xml" %profile% -Dmaven.test.skip=true -Dspotless.check.skip=true package >"%log%" 2>&1 <nul
if errorlevel 1 (
  echo bert4j: the build failed; see %log% 1>&2
  exit /b 1
)

:start
for %%j in ("%lib%\bert4j-examples-*.jar") do set "jar=%%j"
if defined ui (
  "%java%" -XX:+UseParallelGC %BERT4J_JAVA_OPTS% -cp "%lib%\*;%ui_lib%\*" org.bert4j.examples.Bert4j %*
) else (
  "%java%" -XX:+UseParallelGC %BERT4J_JAVA_OPTS% -jar "%jar%" %*
)
exit /b %errorlevel%
