"""Settings of Orca for the tests; Orca loads this file from its preferences when it starts."""

from orca import settings

settings.speechServerFactory = "written_voice"
settings.enableBraille = False
settings.enableSound = False
# A page that has loaded is not read aloud from its top, or nothing else could be told from it.
settings.sayAllOnLoad = False
