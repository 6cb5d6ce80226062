import { type MantineColorScheme, Menu, useMantineColorScheme } from "@mantine/core";
import { IconCheck, IconDeviceDesktop, IconMoon, IconSun } from "@tabler/icons-react";
import { texts } from "./texts";

const CHOICES = [
  { scheme: "auto", text: texts.page.themeAuto, Icon: IconDeviceDesktop },
  { scheme: "light", text: texts.page.themeLight, Icon: IconSun },
  { scheme: "dark", text: texts.page.themeDark, Icon: IconMoon },
] as const satisfies readonly { scheme: MantineColorScheme; text: string; Icon: unknown }[];

/** Light, dark, or as the system: items of a menu. */
export function AppearanceItems() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <>
      <Menu.Label>{texts.page.theme}</Menu.Label>
      {CHOICES.map(({ scheme, text, Icon }) => (
        <Menu.Item
          key={scheme}
          role="menuitemradio"
          aria-checked={colorScheme === scheme}
          leftSection={<Icon size={16} stroke={1.7} />}
          rightSection={colorScheme === scheme ? <IconCheck size={15} /> : undefined}
          onClick={() => setColorScheme(scheme)}
        >
          {text}
        </Menu.Item>
      ))}
    </>
  );
}
